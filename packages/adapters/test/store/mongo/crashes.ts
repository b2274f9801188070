import assert from 'node:assert/strict'
import type { Claim, ClaimRef, Store, StepRun } from '@colophon/domain'
import {
  aDocument,
  aJob,
  aRun,
  manualClock,
  startMongoProxy,
  type ManualClock,
  type ServerScope,
} from '@colophon/testkit'
import { openMongoStore } from '../../../src/store/mongo/open.ts'
import type { MongoServers } from './servers.ts'

export const TENANT = 'default'
export const LEASE_MS = 60_000
export const BOUND = 60n
/** After this a sweep no longer leaves what a commit entails to its own process. */
export const ABANDONED_MS = 10_000
const PATIENCE = 'serverSelectionTimeoutMS=150'

/** One document and one budget, in the hands of a process that is about to die. */
export interface Victim {
  store: Store
  ref: ClaimRef
  run: StepRun
  key: string
}

export interface Scene {
  /** Over a connection of its own, which lives on. */
  survivor: Store
  clock: ManualClock
  url: string
  /** How many commands the victim was let do. */
  point: number
}

export interface CrashSite {
  t: ServerScope
  servers: MongoServers
}

export async function claim(store: Store, id: string, owner: string): Promise<Claim> {
  const claimed = await store.work.claim(TENANT, id, owner, LEASE_MS)
  assert.ok(claimed)
  return claimed
}

/** A store that soon gives up a server that is away; on a busy machine one that is there may not be found at once. */
async function openImpatient(url: string, clock: ManualClock): Promise<Store> {
  for (let left = 20; ; left -= 1) {
    try {
      return await openMongoStore(url, { clock, treatAs: 'MongoDB' })
    } catch (thrown) {
      if (left === 0) throw thrown
    }
  }
}

/**
 * Does `act` again and again, each time with a connection that breaks one command later, until it is not broken any
 * more; `check` sees what each has left.
 */
export async function atEachPoint(
  { t, servers }: CrashSite,
  prepare: (victim: Victim) => Promise<unknown>,
  act: (victim: Victim) => Promise<unknown>,
  check: (scene: Scene, victim: Victim) => Promise<void>,
): Promise<number> {
  const clock = manualClock()
  const url = servers.url()
  // Tested here: the order of commands, as MongoDB gets them.
  const survivor = await openMongoStore(url, { clock, treatAs: 'MongoDB' })
  t.after(async () => {
    await survivor[Symbol.asyncDispose]()
  })
  for (let point = 0; ; point++) {
    const proxy = await startMongoProxy(t, servers.ferretDb.port)
    const through = url.replace(/:\d+\//, `:${proxy.port}/`)
    await using store = await openImpatient(`${through}?${PATIENCE}`, clock)
    const [document, job] = [aDocument(), aJob()]
    const id = document.document_id
    await survivor.jobs.create(job)
    await survivor.jobs.submit(job, [document])
    const { ref } = await claim(survivor, id, 'victim')
    const key = `document:${id}`
    const limits = [{ key, limit_pico_usd: 100n }]
    const run = aRun({ document_id: id, limits, bound_pico_usd: BOUND })
    const victim = { store, ref, run, key }
    await prepare(victim)
    proxy.breakAfter(point)
    await act(victim).catch(() => undefined)
    await check({ survivor, clock, url, point }, victim)
    if (!proxy.isBroken) return point
  }
}
