import { useEffect, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react'
import { useNotices } from '@colophon/web-shared'
import { useCommenting, type NewComment } from '../../api/commenting.ts'
import { COMMENT_DRAFT } from '../../behaviour/drafts.ts'
import type { Span } from '../../behaviour/spans.ts'
import { shortened } from '../../behaviour/words.ts'
import { useTaskId, useTaskState } from './context.ts'
import { useDraft } from './use-draft.ts'

type About = 'words' | 'field' | 'document'

const FRESH = { text: '', evidence: null, external: '' }

/** A place to say something: about the words that are selected, the field in focus, or the whole. */
export function CommentForm({ nameOf }: { nameOf: (path: string) => string }) {
  const [open, setOpen] = useState(false)
  const { selected } = useTaskState()
  const [words, setWords] = useState<Span | null>(null)
  const begin = (): void => {
    setWords(selected)
    setOpen(true)
  }
  if (open)
    return (
      <OpenForm
        words={words}
        nameOf={nameOf}
        onClose={() => {
          setOpen(false)
        }}
      />
    )
  return <button onClick={begin}>Comment …</button>
}

interface OpenFormProps {
  words: Span | null
  nameOf: (path: string) => string
  onClose: () => void
}

function OpenForm({ words, nameOf, onClose }: OpenFormProps) {
  const { view, focus } = useTaskState()
  const [about, setAbout] = useState<About>(words === null ? 'field' : 'words')
  const { draft, change, drop } = useDraft(COMMENT_DRAFT, FRESH)
  const form = useRef<HTMLFormElement>(null)
  const send = useSend(() => {
    drop()
    onClose()
  })
  useEffect(() => {
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const submit = (event?: SubmitEvent): void => {
    event?.preventDefault()
    const text = draft.text.trim()
    if (text === '') return
    send({
      text,
      ...(about === 'words' && words !== null ? { span: words } : {}),
      ...(about === 'field' && focus !== undefined ? { path: focus } : {}),
    })
  }
  const choices: readonly (readonly [About, string])[] = [
    ...(words === null ? [] : [['words', quoteOf(view.document.source.text, words)] as const]),
    ...(focus === undefined ? [] : [['field', nameOf(focus)] as const]),
    ['document', 'the whole document'],
  ]
  return (
    <form className="comment-form" ref={form} onSubmit={submit}>
      <AboutChoice {...{ about, choices }} onAbout={setAbout} />
      <CommentText
        text={draft.text}
        onText={(text) => {
          change({ text })
        }}
        onSend={submit}
        onClose={onClose}
      />
      <div className="actions">
        <button type="button" onClick={onClose}>
          Leave it
        </button>
        <button className="main" disabled={draft.text.trim() === ''}>
          Comment
        </button>
      </div>
    </form>
  )
}

interface AboutChoiceProps {
  about: About
  choices: readonly (readonly [About, string])[]
  onAbout: (about: About) => void
}

function AboutChoice({ about, choices, onAbout }: AboutChoiceProps) {
  return (
    <label>
      About{' '}
      <select
        value={about}
        onChange={({ target }) => {
          onAbout(target.value as About)
        }}
      >
        {choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

const quoteOf = (text: string, { start, end }: Span): string =>
  `“${shortened(text.slice(start, end), 50)}”`

function useSend(onSaid: () => void) {
  const { add } = useCommenting(useTaskId())
  const { tell } = useNotices()
  return (comment: NewComment): void => {
    if (add.isPending) return
    add.mutate(comment, {
      onSuccess: onSaid,
      onError: (error) => {
        tell({ text: `${error.message} What you typed is kept.`, broken: true })
      },
    })
  }
}

interface CommentTextProps {
  text: string
  onText: (text: string) => void
  onSend: () => void
  onClose: () => void
}

/** Ctrl Enter sends the comment here, rather than approving the document. */
function CommentText({ text, onText, onSend, onClose }: CommentTextProps) {
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <textarea
      rows={3}
      autoFocus
      maxLength={5_000}
      aria-label="Comment"
      value={text}
      onKeyDown={press}
      onChange={({ target }) => {
        onText(target.value)
      }}
    />
  )
}
