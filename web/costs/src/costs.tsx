import { Route, Switch, useLocation } from 'wouter'
import type { Me } from '@colophon/domain'
import {
  Entrance,
  NoticesProvider,
  pageKeys,
  Shell,
  StateView,
  type Entry,
} from '@colophon/web-shared'
import type { KeyRow } from '@colophon/web-shared/keys'
import { PLACES } from './behaviour/places.ts'
import { CallsPage } from './pages/calls/index.tsx'
import { OverviewPage } from './pages/overview/index.tsx'

type Action = 'overview' | 'calls' | 'keys'
const ROWS: readonly KeyRow<Action>[] = [
  ['overview', 'What was spent', 'o', 'everywhere'],
  ['calls', 'Single calls', 'c', 'everywhere'],
  ['keys', 'This list', '[Shift]+?', 'everywhere'],
]
const KEYS = pageKeys(ROWS)
const SCOPES = [['everywhere', 'Everywhere']] as const

const READERS: readonly string[] = ['finance', 'operator']

/** Lets a person in who may see costs, then shows the page of the address. */
export function Costs() {
  return (
    <Entrance what="the costs">
      {(me) => (
        <NoticesProvider>
          <CostShell me={me}>
            {me.roles.some((role) => READERS.includes(role)) ? <Pages /> : <NotForYou />}
          </CostShell>
        </NoticesProvider>
      )}
    </Entrance>
  )
}

function CostShell({ me, children }: { me: Me; children: React.ReactNode }) {
  const [path, go] = useLocation()
  const entries: Entry[] = [
    { name: 'Overview', path: PLACES.overview, here: path === PLACES.overview },
    { name: 'Calls', path: PLACES.calls, here: path === PLACES.calls },
  ]
  const to = (place: string) => () => {
    go(place)
  }
  const products = me.products.map((product) => ({ ...product, here: product.name === 'Costs' }))
  return (
    <Shell
      me={me}
      products={products}
      home={PLACES.overview}
      entries={entries}
      keys={KEYS}
      scopes={SCOPES}
      handlers={{ overview: to(PLACES.overview), calls: to(PLACES.calls) }}
    >
      {children}
    </Shell>
  )
}

const NotForYou = () => (
  <main>
    <StateView title="Costs are shown to finance and operators">
      Ask whoever gives out tokens for one with the role finance.
    </StateView>
  </main>
)

const Pages = () => (
  <Switch>
    <Route path={PLACES.overview}>
      <OverviewPage />
    </Route>
    <Route path={PLACES.calls}>
      <CallsPage />
    </Route>
    <Route>
      <main>
        <StateView title="There is no such page">
          The address may be old. The overview shows what was spent.
        </StateView>
      </main>
    </Route>
  </Switch>
)
