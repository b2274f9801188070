import { ColophonError, type Bus } from '@colophon/domain'
import type { OpenBusOptions } from './events.ts'

export type { BusEvent, BusEvents, ConnectionRole, OpenBusOptions } from './events.ts'

const SCHEMES = ['local:', 'nsq:', 'nsq+nsqd:']

/**
 * Opens the bus a URL names: `local:` lives in this process (`local:?message_timeout_ms=60000`),
 * `nsq://lookupd:4161,lookupd2:4161` finds its servers through nsqlookupd, `nsq+nsqd://nsqd:4150` names them.
 */
export async function openBus(url: string, options: OpenBusOptions = {}): Promise<Bus> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  switch (scheme) {
    case 'local:': {
      const { openLocalBus } = await import('./local.ts')
      return openLocalBus(url)
    }
    case 'nsq:':
    case 'nsq+nsqd:': {
      const { openNsqBus } = await import('./nsq/bus.ts')
      return openNsqBus(url, options)
    }
    default:
      throw new ColophonError(
        'config.unknown_scheme',
        `No bus for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
      )
  }
}
