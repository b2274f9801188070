import type { ProfileForm } from '@colophon/domain'
import { useDocumentHistory } from '../../api/history.ts'
import { stepsOf } from '../../behaviour/history.ts'
import { Steps } from '../history/steps.tsx'

/** What was done to a document, below its fields. */
export function DocumentHistory({ id, profile }: { id: string; profile: ProfileForm }) {
  const { data, error, refetch } = useDocumentHistory(id)
  return (
    <section aria-label="What was done to it">
      <h2>What was done to it</h2>
      {error === null ? null : (
        <p className="fault">
          {error.message} <button onClick={() => void refetch()}>Try again</button>
        </p>
      )}
      {data === undefined ? null : data.events.length === 0 ? (
        <p className="hint">Nothing yet.</p>
      ) : (
        <Steps steps={stepsOf(data.events)} profile={profile} />
      )}
      {data?.whole === false ? <p className="hint">Later events are not shown.</p> : null}
    </section>
  )
}
