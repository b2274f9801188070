import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { toColophonError, type Store } from '@colophon/domain'
import type { StoreEvents, StoreLook } from './events.ts'

type Part = Exclude<keyof Store, 'ping' | symbol>
type Method = (...args: unknown[]) => Promise<unknown>

/** All that decides what is waited for by whom is told apart; the rest of a part goes under one name. */
const OPS: Readonly<Record<Part, string | Readonly<Record<string, readonly string[]>>>> = {
  jobs: 'jobs',
  documents: 'documents',
  work: {
    'work.claim': ['claim'],
    'work.renew': ['renew'],
    'work.answers': ['answers', 'beginRuns', 'putAnswer', 'endRun'],
    'work.commit': ['commit', 'retryLater', 'fail', 'release'],
  },
  dispatch: 'dispatch',
  ledger: 'ledger',
  budgets: 'ledger',
  reviews: 'desk.read',
  desk: {
    'desk.read': [
      ...['list', 'count', 'counts', 'change', 'comments', 'settings', 'collection', 'collections'],
    ],
    'desk.write': [
      ...['take', 'putTask', 'heartbeat', 'addTask', 'commit', 'putComment', 'putCollection'],
    ],
  },
  reports: 'desk.read',
  audit: 'desk.read',
  intake: 'intake',
  outbox: 'outbox',
  search: 'search',
  register: 'register',
}

function opOf(part: Part, method: string): string {
  const ops = OPS[part]
  if (typeof ops === 'string') return ops
  return Object.entries(ops).find(([, methods]) => methods.includes(method))?.[0] ?? part
}

type Told = NonNullable<StoreEvents['operation']>

/** The promise goes on as it is; what is told of it hangs beside. */
const watchedMethod =
  (call: Method, { op, method }: { op: string; method: string }, told: Told): Method =>
  (...args) => {
    const from = performance.now()
    const seconds = (): number => (performance.now() - from) / 1000
    const answer = call(...args)
    answer.then(
      () => {
        told({ op, method, seconds: seconds(), failure: null })
      },
      (thrown: unknown) => {
        told({ op, method, seconds: seconds(), failure: toColophonError(thrown) })
      },
    )
    return answer
  }

function watchedPart<P extends Part>(name: P, part: Store[P], told: Told): Store[P] {
  const prototype = Object.getPrototypeOf(part) as object
  const methods = Object.getOwnPropertyNames(prototype).filter((method) => method !== 'constructor')
  const watched = methods.map((method) => {
    const call = (part as unknown as Record<string, Method>)[method]?.bind(part)
    if (call === undefined) throw new Error(`${name}.${method} is no method`)
    return [method, watchedMethod(call, { op: opOf(name, method), method }, told)]
  })
  return Object.fromEntries(watched) as Store[P]
}

const LOOK_MS = 15_000
const LOOK_LIMIT_MS = 5_000

/** The files of a SQLite store, and how full their disk is. */
async function filesOf(path: string): Promise<StoreLook['files']> {
  const sizes = ['', '-wal', '-shm'].map((end) => stat(path + end).then(({ size }) => size))
  const [main, ...beside] = await Promise.allSettled(sizes)
  if (main?.status !== 'fulfilled') return null
  const bytes = beside.reduce(
    (sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0),
    main.value,
  )
  const { bavail, blocks } = await statfs(dirname(path))
  return { bytes, freeRatio: bavail / blocks }
}

const isUp = (store: Store): Promise<boolean> =>
  Promise.race([
    store.ping().then(
      () => true,
      () => false,
    ),
    delay(LOOK_LIMIT_MS, false, { ref: false }),
  ])

/** The same store, of which is told what its operations take and how it is. `path`: of its file, where it is one. */
export function watchedStore(store: Store, events: StoreEvents, path: string | null): Store {
  const operation: Told = (event) => {
    events.operation?.(event)
  }
  const part = <P extends Part>(name: P): Store[P] => watchedPart(name, store[name], operation)
  const lookNow = async (): Promise<void> => {
    const files = path === null ? null : filesOf(path).catch(() => null)
    events.look?.({ up: await isUp(store), files: await files })
  }
  void lookNow()
  const timer = setInterval(() => void lookNow(), LOOK_MS).unref()
  return {
    ping: watchedMethod(
      () => store.ping(),
      { op: 'ping', method: 'ping' },
      operation,
    ) as () => Promise<void>,
    jobs: part('jobs'),
    documents: part('documents'),
    work: part('work'),
    dispatch: part('dispatch'),
    ledger: part('ledger'),
    budgets: part('budgets'),
    reviews: part('reviews'),
    desk: part('desk'),
    reports: part('reports'),
    audit: part('audit'),
    intake: part('intake'),
    outbox: part('outbox'),
    search: part('search'),
    register: part('register'),
    [Symbol.asyncDispose]: () => {
      clearInterval(timer)
      return store[Symbol.asyncDispose]()
    },
  }
}
