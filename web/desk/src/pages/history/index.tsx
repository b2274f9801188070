import { useEffect } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { ProfileForm, TaskView } from '@colophon/domain'
import { ErrorView, Split, StateView, Waiting } from '@colophon/web-shared'
import { useHistory, type WholeHistory } from '../../api/history.ts'
import { useProfiles } from '../../api/profiles.ts'
import { useTask } from '../../api/task.ts'
import { stepsOf, versionsOf } from '../../behaviour/history.ts'
import { placeOfHistory, placeOfTask } from '../../behaviour/places.ts'
import { counted } from '../../behaviour/words.ts'
import { useKeys } from '../../parts/use-keys.ts'
import { Compare } from './compare.tsx'
import type { Chosen } from './chosen.ts'
import { Steps } from './steps.tsx'
import '../../styles/history.css'

/** What was done to a document, by whom and why; and two of its versions side by side. */
export function HistoryPage({ id }: { id: string }) {
  const task = useTask(id)
  const history = useHistory(id)
  const profiles = useProfiles()
  const profile = profiles.data?.find(({ name }) => name === task.data?.document.profile)
  const [, go] = useLocation()
  useKeys({
    back() {
      go(placeOfTask(id))
    },
  })
  const title = task.data?.task.title ?? ''
  useEffect(() => {
    document.title = `History of ${title} · Colophon`
  }, [title])
  if (task.data !== undefined && history.data !== undefined && profile !== undefined)
    return <History id={id} view={task.data} profile={profile} history={history.data} />
  const error = task.error ?? history.error ?? profiles.error
  return (
    <main className="page">
      {error === null ? (
        <Waiting what="the history" />
      ) : (
        <ErrorView
          error={error}
          retry={() => {
            void Promise.all([task.refetch(), history.refetch(), profiles.refetch()])
          }}
        />
      )}
    </main>
  )
}

interface HistoryProps {
  id: string
  view: TaskView
  profile: ProfileForm
  history: WholeHistory
}

function History({ id, view, profile, history }: HistoryProps) {
  const { events, whole } = history
  const versions = versionsOf(events)
  const [chosen, choose] = useChosen(id, versions)
  const title = view.task.title === '' ? view.document.document_id : view.task.title
  const steps = (
    <div className="history">
      <header className="task-head">
        <p className="hint">
          <Link href={placeOfTask(id)}>Back to the {profile.unit.one}</Link>
        </p>
        <h1 dir="auto">History of {title}</h1>
        <p className="hint">
          {counted(events.length, 'event')}
          {whole ? '' : ', the first ones: later ones are not shown'}
        </p>
      </header>
      <Steps steps={stepsOf(events)} profile={profile} choice={{ chosen, onChoose: choose }} />
    </div>
  )
  return (
    <main className="page">
      <Split
        name="history"
        initial={42}
        left={steps}
        right={
          chosen.newer === undefined ? (
            <StateView title="There is no version yet">
              The first one is there when the run of this {profile.unit.one} has ended.
            </StateView>
          ) : (
            <Compare
              id={id}
              older={chosen.older}
              newer={chosen.newer}
              view={view}
              profile={profile}
            />
          )
        }
      />
    </main>
  )
}

/** Which versions are compared stands in the address; the last two where nobody has chosen. */
function useChosen(id: string, versions: readonly number[]) {
  const search = new URLSearchParams(useSearch())
  const [, go] = useLocation()
  const named = (name: string): number | undefined => {
    const given = Number(search.get(name))
    return versions.includes(given) ? given : undefined
  }
  const newer = named('to') ?? versions[0]
  const older = named('from') ?? versions.find((version) => version < (newer ?? 0))
  const choose = (of: Partial<Chosen>): void => {
    const [one, other] = [of.older ?? older, of.newer ?? newer]
    if (one === undefined || other === undefined) return
    const query = new URLSearchParams({
      from: String(Math.min(one, other)),
      to: String(Math.max(one, other)),
    })
    go(`${placeOfHistory(id)}?${query.toString()}`, { replace: true })
  }
  return [{ older, newer } satisfies Chosen, choose] as const
}
