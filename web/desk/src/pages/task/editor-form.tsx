import { useRef, useState, type KeyboardEvent, type ReactNode, type SubmitEvent } from 'react'
import type { Evidence } from '@colophon/domain'
import type { Support } from '../../behaviour/decide.ts'
import type { Editor, Parsed } from '../../behaviour/schema.ts'
import { supportOf } from '../../behaviour/support.ts'
import { useTaskState } from './context.ts'
import { SupportLine } from './support-line.tsx'
import { useDraft } from './use-draft.ts'

/** What is edited: a value, and the words that stood behind it. */
export interface EditedPlace {
  path: string
  label: string
  value: unknown
  evidence: Evidence | null
}

export interface EditorFormProps {
  place: EditedPlace
  /** What the typed text begins as. */
  fresh: string
  editor: Editor
  /** The words of the draft that may stand in the text. */
  wordsOf: (text: string) => string
  parse: (text: string) => Parsed
  onSave: (value: unknown, support: Support) => void
  onLeave: () => void
  /** The inputs, for the text as it is typed. */
  children: (text: string, change: (text: string) => void) => ReactNode
}

const spanOf = (evidence: Evidence | null) =>
  evidence === null || evidence.match === 'none'
    ? null
    : { start: evidence.start, end: evidence.end }

/** A value with what supports it. Enter saves, Escape leaves; what is typed is kept meanwhile. */
export function EditorForm(props: EditorFormProps) {
  const { place, editor, wordsOf, parse, onSave, onLeave, children } = props
  const { view, selected } = useTaskState()
  const reason = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<string>()
  const first = { text: props.fresh, evidence: selected, external: '' }
  const { draft, restored, full, change, drop } = useDraft(place.path, first)
  const evidence = selected ?? draft.evidence
  const support = supportOf({
    ...{ text: view.document.source.text, editor, external: draft.external },
    ...{ value: wordsOf(draft.text), selected: evidence, known: spanOf(place.evidence) },
  })
  const save = (): void => {
    const parsed = parse(draft.text)
    setFault(parsed.ok ? undefined : parsed.why)
    if (!parsed.ok) return
    if (support === null) {
      reason.current?.focus()
      return
    }
    drop()
    onSave(parsed.value, support)
  }
  const leave = (): void => {
    drop()
    onLeave()
  }
  return (
    <form
      className={editor.kind === 'object' ? 'editor object' : 'editor'}
      {...keysOf(save, leave)}
    >
      {children(draft.text, (text) => {
        change({ text, evidence })
      })}
      {fault === undefined ? null : (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <SupportLine
        support={support}
        external={draft.external}
        reasonRef={reason}
        onExternal={(external) => {
          change({ external })
        }}
      />
      <EditorFoot restored={restored} full={full} onLeave={leave} />
    </form>
  )
}

function EditorFoot({ restored, full, onLeave }: EditorFootProps) {
  return (
    <p className="hint">
      {restored ? 'What you had typed is back. ' : ''}
      {full ? 'The browser has no room to keep this while you type. ' : ''}
      <button className="quiet">
        <kbd>↵</kbd> save
      </button>
      <button type="button" className="quiet" onClick={onLeave}>
        <kbd>Esc</kbd> leave
      </button>
    </p>
  )
}
interface EditorFootProps {
  restored: boolean
  full: boolean
  onLeave: () => void
}

function keysOf(save: () => void, leave: () => void) {
  return {
    onSubmit(event: SubmitEvent) {
      event.preventDefault()
      save()
    },
    onKeyDown(event: KeyboardEvent) {
      if (event.nativeEvent.isComposing || event.target instanceof HTMLButtonElement) return
      if (event.key === 'Escape') {
        event.stopPropagation()
        leave()
      }
      if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault()
        save()
      }
    },
  }
}
