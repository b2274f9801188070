import type { ReactNode } from 'react'
import { useLocation, useRoute } from 'wouter'
import type { Me } from '@colophon/domain'
import { Shell, useNotices, type Entry } from '@colophon/web-shared'
import { useQueueEvents } from '../api/queue-events.ts'
import { useQueueState } from '../api/queue.ts'
import { SCOPES } from '../behaviour/keys.ts'
import { PLACES } from '../behaviour/places.ts'
import { keys } from './use-keys.ts'

/** Pages beside the queue that the bar leads to. An entry appears when its page exists. */
const ENTRIES = [
  ['Search', PLACES.search],
  ['Fields', PLACES.batch],
  ['Register', PLACES.register],
  ['Collections', PLACES.collections],
] as const

function useEntries(): Entry[] {
  const [location] = useLocation()
  const [isTask] = useRoute(`${PLACES.task}/*?`)
  const { data } = useQueueState()
  const { pending = 0, in_progress: begun = 0 } = data?.statuses ?? {}
  const count = data === undefined ? undefined : pending + begun
  const queue = { name: 'Queue', path: PLACES.queue, count }
  return [
    { ...queue, here: location === PLACES.queue || isTask },
    ...ENTRIES.map(([name, path]) => ({
      ...{ name, path },
      here: location === path || location.startsWith(`${path}/`),
    })),
  ]
}

/** The shell around the pages of the desk. */
export function DeskShell({ me, children }: { me: Me; children: ReactNode }) {
  const { undo, redo } = useNotices()
  const [, go] = useLocation()
  const entries = useEntries()
  useQueueEvents()
  const products = me.products.map((each) => ({ ...each, here: each.name === 'Review desk' }))
  const search = (): void => {
    go(PLACES.search)
  }
  return (
    <Shell
      {...{ me, entries, products, keys }}
      home={PLACES.queue}
      scopes={SCOPES}
      handlers={{ search, undo, redo }}
    >
      {children}
    </Shell>
  )
}
