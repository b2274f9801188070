import { useRef, useState, type RefObject } from 'react'
import type { FieldDecision, Me, ProfileForm, TaskView } from '@colophon/domain'
import { useNotices } from '@colophon/web-shared'
import { doneInWords, withDecisions } from '../../behaviour/decide.ts'
import { COMMENT_DRAFT, typedIn } from '../../behaviour/drafts.ts'
import { fieldsOf, nextOpen, type Field } from '../../behaviour/field-list.ts'
import type { Span } from '../../behaviour/spans.ts'
import type { Saving } from '../../behaviour/saver.ts'
import type { Rejection } from './reject-dialog.tsx'
import { fillDecision } from './fill.ts'
import { keyMap } from '../../parts/use-keys.ts'
import { useElsewhere, type Elsewhere } from './use-elsewhere.ts'
import { useEnding } from './use-ending.ts'
import { useFocus } from './use-focus.ts'
import type { Held } from './use-hold.ts'
import { useSaver } from './use-saver.ts'

export interface Actions {
  saving: Saving
  focus: string | undefined
  setFocus: (path: string) => void
  editing: boolean
  setEditing: (editing: boolean) => void
  decide: (decision: FieldDecision, field: Field, options?: { stay?: boolean }) => void
  fill: (field: Field) => void
  approve: () => void
  reject: (rejection: Rejection) => void
  skip: () => void
  rejecting: boolean
  setRejecting: (rejecting: boolean) => void
  approveButton: RefObject<HTMLButtonElement | null>
  elsewhere: Elsewhere
  labelOf: (path: string) => string
}

export interface ActionsSubject {
  view: TaskView
  profile: ProfileForm
  me: Me
  held: Held
  selected: Span | null
  clearSelected: () => void
}

const NO_FIELD = ''

interface TellingSubject extends Pick<ActionsSubject, 'view' | 'me' | 'held'> {
  elsewhere: Elsewhere
  labelOf: (path: string) => string
}

/** Saves, and tells what became of each decision. */
function useTellingSaver({ view, me, held, elsewhere, labelOf }: TellingSubject) {
  const { tell } = useNotices()
  return useSaver(view, me.sub, {
    onKept({ undo }, decision) {
      const { path } = decision
      const look = (): void => {
        elsewhere.look(path)
      }
      const offer = { text: 'The same elsewhere', key: keyMap().elsewhere, act: look }
      const offered = elsewhere.note(decision) ? offer : undefined
      tell({ text: doneInWords(decision, labelOf(path)), undo, offer: offered })
    },
    onRefused(decision, message, fix) {
      tell({ text: `${labelOf(decision.path)}: ${message} ${fix}`, broken: true })
    },
    onMerged() {
      tell({ text: 'Somebody else changed other fields meanwhile; yours are saved too' })
    },
    onLost: held.lost,
  })
}

/** Everything that a person can do to a document. */
export function useActions({
  view,
  profile,
  me,
  held,
  selected,
  clearSelected,
}: ActionsSubject): Actions {
  const [editing, setEditing] = useState(false)
  const approveButton = useRef<HTMLButtonElement>(null)
  const labelOf = (path: string): string =>
    profile.fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))
      ?.label ?? path

  const elsewhere = useElsewhere(view, profile)
  const saving = useTellingSaver({ view, me, held, elsewhere, labelOf })
  // With what is on its way: whoever is fast is not led back to what they have decided.
  const fields = fieldsOf(withDecisions(view, saving.pending.decisions), profile.fields)
  const [focus, setFocusPath] = useFocus(fields)
  const setFocus = (path: string): void => {
    setEditing(false)
    setFocusPath(path)
  }
  const decide: Actions['decide'] = (decision, field, { stay = false } = {}) => {
    saving.saver.decide(decision, view.document.revision)
    setEditing(false)
    clearSelected()
    if (stay) return
    const next = nextOpen(fields, field.path)
    setFocus(next?.path ?? NO_FIELD)
    if (next === undefined) approveButton.current?.focus()
  }
  const typed = (): string | undefined => {
    const path = typedIn(localStorage, view.task.review_id)
    return path === COMMENT_DRAFT ? 'the comment' : path && labelOf(path)
  }
  const openLeft = fields.filter(({ open }) => open).length
  const ending = useEnding({ view, saving, openLeft, typed })
  return {
    ...{ saving, focus, setFocus, editing, setEditing, decide, approveButton },
    ...{ elsewhere, labelOf },
    ...ending,
    fill(field) {
      if (selected === null) return
      const filled = fillDecision(field, { view, profile, selected })
      if (filled === null) setEditing(true)
      else decide(filled, field)
    },
  }
}
