import { lazy, Suspense, useState } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import type { Me } from '@colophon/domain'
import { ApiError } from './api/client.ts'
import { useMe } from './api/session.ts'
import { idIn, PLACES } from './behaviour/places.ts'
import { QueuePage } from './pages/queue/index.tsx'
import { TaskPage } from './pages/task/index.tsx'
import { NoticesProvider } from './parts/notices.tsx'
import { Shell } from './parts/shell.tsx'
import { ErrorView, StateView, Waiting } from './parts/state-view.tsx'
import { TokenForm, WhoDialog } from './parts/who-dialog.tsx'

/** Pages that wait for whoever wants them: the queue and its documents are there first. */
const SearchPage = lazy(async () => ({
  default: (await import('./pages/search/index.tsx')).SearchPage,
}))
const CollectionsPage = lazy(async () => ({
  default: (await import('./pages/collections/index.tsx')).CollectionsPage,
}))
const CollectionPage = lazy(async () => ({
  default: (await import('./pages/collections/collection.tsx')).CollectionPage,
}))
const HistoryPage = lazy(async () => ({
  default: (await import('./pages/history/index.tsx')).HistoryPage,
}))
const BatchPage = lazy(async () => ({
  default: (await import('./pages/batch/index.tsx')).BatchPage,
}))

const ASKED = 'colophon.asked-who'

/** Lets a person in, then shows the page of the address. */
export function Desk() {
  const me = useMe()
  const [asking, setAsking] = useState(() => localStorage.getItem(ASKED) === null)
  if (me.error instanceof ApiError && me.error.status === 401) return <TokenForm />
  if (me.error !== null)
    return (
      <main className="entrance">
        <ErrorView error={me.error} retry={() => void me.refetch()} />
      </main>
    )
  if (me.data === undefined) return <Waiting what="the desk" />
  const unnamed = me.data.local && me.data.sub === 'local'
  return (
    <NoticesProvider>
      <Shell me={me.data}>
        <Pages me={me.data} />
      </Shell>
      <WhoDialog
        open={unnamed && asking}
        name={me.data.sub}
        onOpenChange={(open) => {
          localStorage.setItem(ASKED, 'yes')
          setAsking(open)
        }}
      />
    </NoticesProvider>
  )
}

function Pages({ me }: { me: Me }) {
  useLocation()
  const own = idIn(window.location.pathname)
  return (
    <Suspense fallback={<Waiting what="the page" />}>
      <Switch>
        <Route path={PLACES.queue}>
          <QueuePage me={me} />
        </Route>
        <Route path={PLACES.task}>{() => <TaskPage key={own} id={own} me={me} />}</Route>
        <Route path={PLACES.history}>{() => <HistoryPage key={own} id={own} />}</Route>
        <Route path={PLACES.search}>
          <SearchPage />
        </Route>
        <Route path={PLACES.batch}>
          <BatchPage />
        </Route>
        <Route path={PLACES.collections}>
          <CollectionsPage />
        </Route>
        <Route path={PLACES.collection}>
          {() => <CollectionPage key={own} id={own} me={me} />}
        </Route>
        <Route>
          <main>
            <StateView title="There is no such page">
              The address may be old. The queue is where work begins.
            </StateView>
          </main>
        </Route>
      </Switch>
    </Suspense>
  )
}
