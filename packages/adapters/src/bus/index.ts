import { ColophonError, type Bus } from '@colophon/domain'

const SCHEMES = ['local:']

/** Opens the bus a URL names: `local:` lives in this process (`local:?message_timeout_ms=60000`). */
export async function openBus(url: string): Promise<Bus> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  switch (scheme) {
    case 'local:': {
      const { openLocalBus } = await import('./local.ts')
      return openLocalBus(url)
    }
    default:
      throw new ColophonError(
        'config.unknown_scheme',
        `No bus for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
      )
  }
}
