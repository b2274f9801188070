import { ColophonError, systemClock, type Clock, type Store } from '@colophon/domain'
import type { StoreEvents } from './events.ts'
import { watchedStore } from './watched.ts'

export type { StoreEvents, StoreLook, StoreOperation } from './events.ts'

export interface OpenStoreOptions {
  clock?: Clock
  /** Told of what happens, for metrics. */
  events?: StoreEvents
  /** Of SQLite: how long another process may keep the file, four times over. For tests. @default 5000 */
  busyMs?: number
}

const SCHEMES = ['sqlite:', 'mongodb:', 'mongodb+srv:']

export interface StoreReport {
  server: string
  version: string
  /** `collection.index`, as they are named in the database. */
  missingIndexes: string[]
}

/** Looks at the database behind a URL without changing it; null for stores that are one file. */
export async function inspectStore(url: string): Promise<StoreReport | null> {
  if (!url.startsWith('mongodb')) return null
  const { inspectMongo } = await import('./mongo/open.ts')
  return inspectMongo(url)
}

/** Throws for a URL that names no store. Nothing is opened. */
export async function assertStoreForm(url: string): Promise<void> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  if (!SCHEMES.includes(scheme)) throw unknownScheme(scheme)
  if (scheme === 'sqlite:') return
  const { assertMongoUrl } = await import('./mongo/connection/connection.ts')
  assertMongoUrl(url)
}

/** For what a program holds against its settings. */
export const STORE_RULE = {
  of: ['STORE_URL'] as const,
  check: ({ STORE_URL }: { STORE_URL: string }) => assertStoreForm(STORE_URL),
}

// The rest of the URL may hold a password.
const unknownScheme = (scheme: string): ColophonError =>
  new ColophonError(
    'config.unknown_scheme',
    `STORE_URL: no store for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
  )

/**
 * Opens the store a URL names: `sqlite:<path>` (relative to the working folder), `sqlite::memory:`, or a connection string
 * of MongoDB with the name of a database.
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<Store> {
  const store = await openUnwatched(url, options)
  if (options.events === undefined) return store
  const isFile = url.startsWith('sqlite:') && url !== 'sqlite::memory:'
  return watchedStore(store, options.events, isFile ? url.slice('sqlite:'.length) : null)
}

async function openUnwatched(url: string, options: OpenStoreOptions): Promise<Store> {
  const colon = url.indexOf(':') + 1
  const scheme = url.slice(0, colon)
  const { clock = systemClock, busyMs } = options
  switch (scheme) {
    case 'sqlite:': {
      const { openSqliteStore } = await import('./sqlite/open.ts')
      return openSqliteStore(url.slice(colon), { clock, busyMs })
    }
    case 'mongodb:':
    case 'mongodb+srv:': {
      const { openMongoStore } = await import('./mongo/open.ts')
      return openMongoStore(url, { clock })
    }
    default:
      throw unknownScheme(scheme)
  }
}
