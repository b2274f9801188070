import { STORE_RULE } from '@colophon/adapters/store'
import { restingStatus } from '@colophon/coordinator'
import { ColophonError, readBudget, systemClock, type SystemStatus } from '@colophon/domain'
import { readSettings } from '@colophon/runtime/settings'
import { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { createJobClient } from '../input/job-client.ts'
import { readTarget, type TargetOptions } from '../input/job-target.ts'
import { openExistingStore } from '../open-existing-store.ts'

export interface StatusReader extends AsyncDisposable {
  /** Where the figures are from, in words. */
  name: string
  read(): Promise<SystemStatus>
}

/** A running server, or where none answers and none was named, the store itself. */
export async function openStatus(
  context: Context,
  options: TargetOptions,
  signal: AbortSignal,
): Promise<StatusReader> {
  const { url, token } = await readTarget(context, options)
  const client = createJobClient({ url, token, signal, attempts: 1 })
  const read = (): Promise<SystemStatus> => client.status()
  const isNamed = options.url !== undefined || (context.env['COLOPHON_URL'] ?? '') !== ''
  try {
    await read()
  } catch (thrown) {
    const isAway = thrown instanceof ColophonError && thrown.code === 'api.unavailable'
    if (isNamed || !isAway) throw thrown
    return await openStoreStatus(context)
  }
  return { name: url.origin, read, [Symbol.asyncDispose]: () => Promise.resolve() }
}

async function openStoreStatus(context: Context): Promise<StatusReader> {
  const config = await readSettings(Config, context.env, [STORE_RULE])
  const store = await openExistingStore(config.STORE_URL, context.cwd)
  const deps = { store, clock: systemClock, limits: readBudget(config) }
  return {
    name: 'no server runs: from the store alone',
    read: () => restingStatus(deps, config.TENANT_ID),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
