import { Link } from 'wouter'
import type { ProfileForm, TaskView } from '@colophon/domain'
import { placeOfHistory, PLACES } from '../../behaviour/places.ts'
import { capital } from '../../behaviour/words.ts'

/** What the document is, and why it came to a person. */
export function TaskHead({ view, profile }: { view: TaskView; profile: ProfileForm }) {
  const { task, document, why } = view
  const place = [document.collection_id, document.source.file?.name].filter(Boolean).join(' · ')
  return (
    <header className="task-head">
      <p className="hint">
        <Link href={PLACES.queue}>Queue</Link> / {capital(profile.unit.one)} of {place} /{' '}
        <Link href={placeOfHistory(task.review_id)}>History</Link>
      </p>
      <h1 dir="auto">{task.title === '' ? document.document_id : task.title}</h1>
      {why.length === 0 ? null : (
        <p className="why">
          <span className="hint">Why here</span> {why.map(capital).join(' ')}
        </p>
      )}
      {document.error === null ? null : (
        <p className="fault">
          The run failed: {document.error.message} ({document.error.code})
        </p>
      )}
    </header>
  )
}
