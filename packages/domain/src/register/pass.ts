import type { Clock } from '../ports/clock.ts'
import type { PageOf, PageRequest } from '../ports/page.ts'
import type { RegisterKey } from '../ports/register.ts'
import type { Store } from '../ports/store.ts'
import { requireProfile, type Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import type { SettingsOf } from '../review/kept-settings.ts'
import { isOpenTask, type ReviewRecord } from '../review/task.ts'
import { keepRefusals, type RefusalDeps } from './refusals.ts'
import { planRegister, type PlannedDocument, type RegisterPlan } from './plan.ts'
import { precedentsInForce, type Precedent } from './precedent.ts'
import type { PrecedentRecord } from './precedent-record.ts'
import { readingOf, type RegisterReading } from './reading.ts'
import { registerCommit } from './register-commit.ts'
import type { RegisterSpec } from './register.ts'

export interface RegisterDeps extends RefusalDeps {
  store: Pick<Store, 'register' | 'documents' | 'desk'>
  profiles: readonly Profile[]
  settingsOf: SettingsOf
  clock: Clock
  /** The draw of a document's run, uniform in [0, 1). */
  drawOf: (document: DocumentRecord) => number
  signal?: AbortSignal | undefined
}

/** What reading takes. */
export interface ReadingDeps extends Pick<RegisterDeps, 'profiles' | 'signal'> {
  store: Pick<Store, 'register'>
}

/** Of a collection, in one go: the rest is done by the next. */
export interface PassLimits {
  read: number
  changed: number
}

export interface PassOutcome {
  read: number
  /** Records that were changed. */
  changed: number
  /** Records that somebody works on: they are looked at again. */
  held: number
  /** Nothing is left to do. */
  done: boolean
  /** The collection has more documents than a register is made of: nothing is done for it. */
  tooLarge: boolean
}

/** All readings of a collection are in memory while its register is made. */
export const MOST_READINGS = 20_000

const PAGE = 500
const READ_AT_ONCE = 50
/** Others may change the same record meanwhile. */
const ATTEMPTS = 3
/** More than any document has. */
const TASKS = 100

/** A profile with a register, and what its documents in a collection make of it. */
export interface ProfileRegister extends RegisterPlan {
  profile: Profile
  spec: RegisterSpec
}

export interface CollectionRegister {
  /** How far it had come when it was read. */
  step: number
  registers: readonly ProfileRegister[]
  readings: readonly RegisterReading[]
  precedents: readonly PrecedentRecord[]
}

async function all<T>(list: (page: PageRequest) => Promise<PageOf<T>>, most: number): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page = await list({ limit: PAGE, cursor })
    items.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined && items.length <= most)
  return items
}

/** Reads documents of a collection that are new or were changed; records stay as they are. */
export async function readDocuments(
  { store, profiles, signal }: ReadingDeps,
  key: RegisterKey,
  most: number,
): Promise<{ read: number; more: boolean }> {
  let read = 0
  while (read < most) {
    signal?.throwIfAborted()
    const documents = await store.register.unread(key, Math.min(READ_AT_ONCE, most - read))
    if (documents.length === 0) return { read, more: false }
    const readings: RegisterReading[] = []
    for (const document of documents) {
      const profile = requireProfile(document.profile, profiles)
      readings.push(readingOf(profile, (await profile.register?.()) ?? null, document))
    }
    await store.register.read(key, readings)
    read += documents.length
  }
  return { read, more: true }
}

/** What was read of a collection and decided about it. Null where it has more documents than a register is made of. */
export async function readRegister(
  {
    store,
    profiles,
    clock,
  }: Pick<RegisterDeps, 'profiles' | 'clock'> & {
    store: Pick<Store, 'register'>
  },
  key: RegisterKey,
  assumed: readonly Precedent[] = [],
): Promise<CollectionRegister | null> {
  // First: what comes while the rest is read makes another step.
  const step = await store.register.step(key)
  const readings = await all((page) => store.register.readings(key, page), MOST_READINGS)
  if (readings.length > MOST_READINGS) return null
  const precedents = await all((page) => store.register.precedents(key, page), MOST_READINGS)
  const kept = precedents.map(({ precedent }) => precedent)
  const known = new Map([...kept, ...assumed].map((one) => [one.precedent_id, one]))
  const inForce = precedentsInForce([...known.values()], new Date(clock.now()).toISOString())
  const registers: ProfileRegister[] = []
  for (const profile of profiles) {
    const own = readings.filter((reading) => reading.profile === profile.name)
    if (own.length === 0 || profile.register === undefined) continue
    const spec = await profile.register()
    registers.push({ profile, spec, ...planRegister(spec, own, inForce) })
  }
  return { step, registers, readings, precedents }
}

async function openTaskOf(
  { desk }: Pick<Store, 'desk'>,
  { tenant_id, document_id }: DocumentRecord,
): Promise<ReviewRecord | null> {
  const of = { documentId: document_id }
  const { items } = await desk.list(tenant_id, of, 'oldest', { limit: TASKS })
  return items.find((task) => isOpenTask(task) && task.drawn?.kind !== 'seeded') ?? null
}

/** Changes one record. `held` also where others change it all the time. */
async function applyTo(
  { store, settingsOf, clock, idOf, drawOf }: RegisterDeps,
  { profile, spec }: ProfileRegister,
  tenantId: string,
  { reading, proposals }: PlannedDocument,
): Promise<'changed' | 'held' | 'same'> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const document = await store.documents.get(tenantId, reading.document_id)
    // Another one by now: it is read again, and planned anew.
    if (document === null || document.revision !== reading.revision) return 'same'
    const task = await openTaskOf(store, document)
    const commit = registerCommit(document, task, proposals, {
      ...{ profile, spec },
      settings: await settingsOf(tenantId, document.collection_id),
      reviewId: idOf('rev', 'register', tenantId, document.document_id, document.revision),
      chance: drawOf(document),
      nowMs: clock.now(),
    })
    if (commit === 'settled' || commit === 'same') return 'same'
    if (commit === 'held') return 'held'
    const outcome = await store.desk.commit(commit)
    if ('committed' in outcome) return 'changed'
    if (outcome.conflict === 'gone') return 'same'
  }
  return 'held'
}

async function applyPlans(
  deps: RegisterDeps,
  key: RegisterKey,
  { registers }: CollectionRegister,
  most: number,
): Promise<{ changed: number; held: number; more: boolean }> {
  const planned = registers.flatMap((register) =>
    register.changes.map((document) => ({ register, document })),
  )
  const ends = { changed: 0, held: 0, same: 0 }
  for (const { register, document } of planned.slice(0, most)) {
    deps.signal?.throwIfAborted()
    ends[await applyTo(deps, register, key.tenant_id, document)] += 1
  }
  return { ...ends, more: planned.length > most }
}

/**
 * One pass over a collection: documents that are new or changed are read, and records on which nobody has decided get
 * what the register of all of them says. Cut off anywhere, the next one goes on; done again, it changes nothing.
 */
export async function registerPass(
  deps: RegisterDeps,
  key: RegisterKey,
  limits: PassLimits,
): Promise<PassOutcome> {
  const { store } = deps
  const { read, more } = await readDocuments(deps, key, limits.read)
  const nothing = { read, changed: 0, held: 0, tooLarge: false }
  if (more) return { ...nothing, done: false }
  const register = await readRegister(deps, key)
  if (register === null) {
    await store.register.applied(key, await store.register.step(key))
    return { ...nothing, done: true, tooLarge: true }
  }
  // Written first: the register that is applied has heard of them.
  if (await keepRefusals(deps, key, register)) return { ...nothing, done: false }
  const applied = await applyPlans(deps, key, register, limits.changed)
  const { changed, held } = applied
  const isDone = !applied.more && held === 0 && changed === 0
  if (isDone) await store.register.applied(key, register.step)
  return { read, changed, held, done: isDone, tooLarge: false }
}
