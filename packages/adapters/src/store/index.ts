import { ColophonError, systemClock, type Clock, type Store } from '@colophon/domain'

export interface OpenStoreOptions {
  clock?: Clock
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
  const { inspectMongo } = await import('./mongo.ts')
  return inspectMongo(url)
}

/**
 * Opens the store a URL names: `sqlite:<path>` (relative to the working folder), `sqlite::memory:`, or a connection string
 * of MongoDB with the name of a database.
 */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<Store> {
  const colon = url.indexOf(':') + 1
  const scheme = url.slice(0, colon)
  const clock = options.clock ?? systemClock
  switch (scheme) {
    case 'sqlite:': {
      const { openSqliteStore } = await import('./sqlite/open.ts')
      return openSqliteStore(url.slice(colon), { clock })
    }
    case 'mongodb:':
    case 'mongodb+srv:': {
      const { openMongoStore } = await import('./mongo.ts')
      return openMongoStore(url, { clock })
    }
    default:
      // The rest of the URL may hold a password.
      throw new ColophonError(
        'config.unknown_scheme',
        `No store for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
      )
  }
}
