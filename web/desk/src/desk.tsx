import { lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import type { Me } from '@colophon/domain'
import { Entrance, NoticesProvider, StateView, Waiting } from '@colophon/web-shared'
import { isOnNames, takeBackOnNames } from './api/register.ts'
import { undo } from './api/task.ts'
import { idIn, PLACES } from './behaviour/places.ts'
import { QueuePage } from './pages/queue/index.tsx'
import { TaskPage } from './pages/task/index.tsx'
import { DeskShell } from './parts/shell.tsx'

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
const DocumentPage = lazy(async () => ({
  default: (await import('./pages/document/index.tsx')).DocumentPage,
}))
const RegisterPage = lazy(async () => ({
  default: (await import('./pages/register/index.tsx')).RegisterPage,
}))
const BatchPage = lazy(async () => ({
  default: (await import('./pages/batch/index.tsx')).BatchPage,
}))

/** What can be taken back is a change of documents or a decision on names. */
const takeBack = (token: string) => (isOnNames(token) ? takeBackOnNames(token) : undo(token))

/** Lets a person in, then shows the page of the address. */
export function Desk() {
  return (
    <Entrance what="the desk" asksName>
      {(me) => (
        <NoticesProvider takeBack={takeBack}>
          <DeskShell me={me}>
            <Pages me={me} />
          </DeskShell>
        </NoticesProvider>
      )}
    </Entrance>
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
        <Route path={PLACES.document}>{() => <DocumentPage key={own} id={own} />}</Route>
        <Route path={PLACES.search}>
          <SearchPage />
        </Route>
        <Route path={PLACES.batch}>
          <BatchPage />
        </Route>
        <Route path={PLACES.register}>
          <RegisterPage />
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
