import { ColophonError, type Bus, type Channel } from '@colophon/domain'
import type { OpenBusOptions } from './events.ts'
import type { BusStats } from './stats.ts'
import { watchedBus } from './watched.ts'

export type { BusLook, BusStats, ChannelStats } from './stats.ts'
export type { BusEvent, BusEvents, ConnectionRole, OpenBusOptions } from './events.ts'

const SCHEMES = ['local:', 'nsq:', 'nsq+nsqd:']

const unknownScheme = (scheme: string): ColophonError =>
  new ColophonError(
    'config.unknown_scheme',
    `BUS_URL: no bus for the scheme "${scheme}"; use one of ${SCHEMES.join(', ')}`,
  )

/** Throws for a URL that names no bus. Nothing is opened. */
export async function assertBusForm(url: string): Promise<void> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  if (!SCHEMES.includes(scheme)) throw unknownScheme(scheme)
  if (scheme === 'local:') {
    const { readLocalUrl } = await import('./local/settings.ts')
    readLocalUrl(url)
  } else {
    const { readNsqUrl } = await import('./nsq/settings.ts')
    readNsqUrl(url)
  }
}

/** For what a program holds against its settings. */
export const BUS_RULE = {
  of: ['BUS_URL'] as const,
  check: ({ BUS_URL }: { BUS_URL: string }) => assertBusForm(BUS_URL),
}

/**
 * Opens the bus a URL names: `local:` lives in this process (`local:?message_timeout_ms=60000`),
 * `nsq://lookupd:4161,lookupd2:4161` finds its servers through nsqlookupd, `nsq+nsqd://nsqd:4150` names them.
 */
export async function openBus(url: string, options: OpenBusOptions = {}): Promise<Bus> {
  const bus = await openUnwatched(url, options)
  return options.onMessages === undefined ? bus : watchedBus(bus, options.onMessages)
}

async function openUnwatched(url: string, options: OpenBusOptions): Promise<Bus> {
  const scheme = url.slice(0, url.indexOf(':') + 1)
  switch (scheme) {
    case 'local:': {
      const { openLocalBus } = await import('./local/bus.ts')
      return openLocalBus(url)
    }
    case 'nsq:':
    case 'nsq+nsqd:': {
      const { openNsqBus } = await import('./nsq/bus.ts')
      return openNsqBus(url, options)
    }
    default:
      throw unknownScheme(scheme)
  }
}

/** What the servers of a bus say of these channels; null for one that lives in this process. Nothing is opened. */
export async function busStats(
  url: string,
  channels: readonly Channel[],
): Promise<BusStats | null> {
  if (url.startsWith('local:')) return null
  const { NsqStats } = await import('./nsq/stats.ts')
  return new NsqStats(url, channels)
}
