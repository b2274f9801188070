import { useRef, useState, type RefObject } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { FieldDecision, Me, ProfileForm, TaskView } from '@colophon/domain'
import { doneInWords } from '../../behaviour/decide.ts'
import { COMMENT_DRAFT, typedIn } from '../../behaviour/drafts.ts'
import { fieldsOf, nextOpen, type Field } from '../../behaviour/field-list.ts'
import type { Span } from '../../behaviour/spans.ts'
import type { Saving } from '../../behaviour/saver.ts'
import { useNotices } from '../../parts/notices.tsx'
import type { Rejection } from './reject-dialog.tsx'
import { fillDecision } from './fill.ts'
import { useEnding } from './use-ending.ts'
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

/**
 * Which field is in focus stands in the address, so that a link leads to it. The first that asks without one; none when
 * none does: a key too many must not decide on what nobody looks at.
 */
function useFocus(fields: readonly Field[]) {
  const search = useSearch()
  const [, go] = useLocation()
  const focus = new URLSearchParams(search).get('field') ?? nextOpen(fields, undefined)?.path
  const setFocus = (path: string): void => {
    go(`?${new URLSearchParams({ field: path }).toString()}`, { replace: true })
  }
  return [focus, setFocus] as const
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
  const { tell } = useNotices()
  const fields = fieldsOf(view, profile.fields)
  const [focus, setFocusPath] = useFocus(fields)
  const [editing, setEditing] = useState(false)
  const approveButton = useRef<HTMLButtonElement>(null)
  const labelOf = (path: string): string =>
    profile.fields.find((field) => path === field.path || path.startsWith(`${field.path}.`))
      ?.label ?? path

  const saving = useSaver(view, me.sub, {
    onKept({ undo }, decision) {
      tell({ text: doneInWords(decision, labelOf(decision.path)), undo })
    },
    onRefused(decision, message, fix) {
      tell({ text: `${labelOf(decision.path)}: ${message} ${fix}`, broken: true })
    },
    onMerged() {
      tell({ text: 'Somebody else changed other fields meanwhile; yours are saved too' })
    },
    onLost: held.lost,
  })
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
    ...ending,
    fill(field) {
      if (selected === null) return
      const filled = fillDecision(field, { view, profile, selected })
      if (filled === null) setEditing(true)
      else decide(filled, field)
    },
  }
}
