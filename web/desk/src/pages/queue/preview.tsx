import { useEffect, useState } from 'react'
import type { ReviewTask } from '@colophon/domain'
import { ErrorView, Waiting } from '@colophon/web-shared'
import { useProfile } from '../../api/profiles.ts'
import { useTask } from '../../api/task.ts'
import { fieldsOf } from '../../behaviour/field-list.ts'
import { capital, valueInWords } from '../../behaviour/words.ts'
import { SourcePane } from '../../parts/source-pane.tsx'

/** Whoever walks down the list does not ask for every document on the way. */
const RESTS_MS = 120

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => {
      setRested(value)
    }, RESTS_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [value])
  return rested
}

/** The selected document: what is asked of it, and its text. Nobody takes it by looking. */
export function Preview({
  task,
  onOpen,
}: {
  task: ReviewTask | undefined
  onOpen: (task: ReviewTask) => void
}) {
  const id = useRested(task?.review_id)
  const view = useTask(id)
  const profile = useProfile(view.data?.document.profile)
  if (task === undefined) return <div className="preview" />
  if (view.error !== null) return <ErrorView error={view.error} retry={() => void view.refetch()} />
  if (view.data === undefined || view.data.task.review_id !== task.review_id)
    return (
      <div className="preview">
        <Waiting what="the document" />
      </div>
    )
  const { document, why } = view.data
  const fields = profile === undefined ? [] : fieldsOf(view.data, profile.fields)
  const found = new Set(profile?.fields.flatMap(({ path, extracted }) => (extracted ? [path] : [])))
  const shown = [
    ...fields.filter(({ open }) => open),
    ...fields.filter(
      ({ open, required, value, path }) =>
        !open && required && value !== undefined && found.has(path),
    ),
  ]
  return (
    <section className="preview" aria-label="Selected document">
      <header>
        <h2 dir="auto">{task.title === '' ? task.document_id : task.title}</h2>
        <p className="hint">
          {document.collection_id} · {document.source.file?.name ?? document.document_id}
        </p>
        <p>{why.map(capital).join(' ')}</p>
        <dl className="facts">
          {shown.slice(0, 8).map(({ path, label, value, open }) => (
            <div key={path} className={open ? 'asks' : undefined}>
              <dt>{label}</dt>
              <dd dir="auto">{valueInWords(value)}</dd>
            </div>
          ))}
        </dl>
        <button
          className="main"
          onClick={() => {
            onOpen(task)
          }}
        >
          Open <kbd>↵</kbd>
        </button>
      </header>
      <SourcePane source={document.source} evidence={null} />
    </section>
  )
}
