import { ColophonError, systemClock, type Clock, type Store } from '@colophon/domain'

export interface OpenStoreOptions {
  clock?: Clock
}

const SCHEMES = ['sqlite:']

/** Opens the store a URL names: `sqlite:<path>` (relative to the working folder) or `sqlite::memory:`. */
export async function openStore(url: string, options: OpenStoreOptions = {}): Promise<Store> {
  const colon = url.indexOf(':') + 1
  const scheme = url.slice(0, colon)
  const clock = options.clock ?? systemClock
  switch (scheme) {
    case 'sqlite:': {
      const { openSqliteStore } = await import('./sqlite/open.ts')
      return openSqliteStore(url.slice(colon), { clock })
    }
    default:
      // The rest of the URL may hold a password.
      throw new ColophonError(
        'config.unknown_scheme',
        `No store for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
      )
  }
}
