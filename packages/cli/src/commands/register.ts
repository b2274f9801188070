import {
  byName,
  changesOf,
  ColophonError,
  createSettingsOf,
  DEFAULT_COLLECTION,
  MOST_READINGS,
  personView,
  readDocuments,
  readRegister,
  registerPass,
  systemClock,
  titlesOf,
  type PersonView,
  type Profile,
  type RegisterChange,
  type RegisterDeps,
  type RegisterKey,
  type Store,
} from '@colophon/domain'
import { drawOf, idOf } from '@colophon/runtime'
import type { Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { profilesOf } from '../profiles.ts'
import { formatTable } from '../terminal/table.ts'

interface RegisterOptions {
  dryRun?: boolean
  json?: boolean
}

/** In one go; then the store is looked at again. */
const LIMITS = { read: 1_000, changed: 1_000 }

/** What the register says, and what was done about it. */
interface RegisterReport {
  collection_id: string
  documents: number
  people: PersonView[]
  /** Of a dry run: what a pass would change. */
  changes: RegisterChange[]
  changed: number
  held: number
}

export function registerCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('register')
    .summary('people of a collection: how its documents write them, and whose names that fills out')
    .description(
      'Reads what the documents of a collection say of people, fills out names that they leave open,\n' +
        'and shows who there is. A running `colophon serve` does so by itself after each job and each\n' +
        'decision; records that a person has decided on are never changed.',
    )
    .argument('<collection>', 'a collection that documents name')
    .option('--dry-run', 'change no record, and show what would be changed')
    .option('--json', 'one JSON object')
    .action(async (collection: string, options: RegisterOptions) => {
      exit(await register(context, collection, options))
    })
}

async function register(
  context: Context,
  collection_id: string,
  { dryRun = false, json = false }: RegisterOptions,
): Promise<number> {
  const { config, stop } = await setUp(context)
  using _stop = stop
  await using store = await openExistingStore(config.STORE_URL, context.cwd)
  const key: RegisterKey = { tenant_id: config.TENANT_ID, collection_id }
  await assertCollection(store, key)
  const deps = depsOf(store, profilesOf(context), stop)
  const done = dryRun ? await look(deps, key) : await pass(deps, key)
  const report = await reportOf(deps, key, done)
  context.stdout.write(json ? `${JSON.stringify(report)}\n` : inWords(report, dryRun))
  return EXIT.done
}

async function assertCollection(
  { desk }: Store,
  { tenant_id, collection_id }: RegisterKey,
): Promise<void> {
  if (collection_id === DEFAULT_COLLECTION) {
    const what = 'Documents that name no collection have no register'
    throw new ColophonError('collection.not_found', what)
  }
  if ((await desk.collection(tenant_id, collection_id)) !== null) return
  throw new ColophonError('collection.not_found', `There is no collection ${collection_id}`)
}

function depsOf(store: Store, profiles: readonly Profile[], signal: AbortSignal): RegisterDeps {
  const clock = systemClock
  const settingsOf = createSettingsOf(store, () => clock.now())
  return { store, profiles, settingsOf, clock, idOf, drawOf, signal }
}

type Done = Pick<RegisterReport, 'changed' | 'held'>

async function look(deps: RegisterDeps, key: RegisterKey): Promise<Done> {
  while ((await readDocuments(deps, key, LIMITS.read)).more);
  return { changed: 0, held: 0 }
}

/** Passes until nothing is left but what people have in their hands. */
async function pass(deps: RegisterDeps, key: RegisterKey): Promise<Done> {
  let changed = 0
  for (;;) {
    const outcome = await registerPass(deps, key, LIMITS)
    changed += outcome.changed
    const { done, held } = outcome
    if (done || (held > 0 && outcome.changed === 0)) return { changed, held }
  }
}

async function reportOf(deps: RegisterDeps, key: RegisterKey, done: Done): Promise<RegisterReport> {
  const read = await readRegister(deps, key)
  if (read === null) {
    const most = MOST_READINGS.toLocaleString('en')
    const what = `${key.collection_id} has more than ${most} documents: too many for a register`
    throw new ColophonError('collection.not_found', what)
  }
  const titles = titlesOf(read.readings)
  const people = read.registers.flatMap((one) => one.register.people)
  return {
    collection_id: key.collection_id,
    documents: read.readings.length,
    people: people.toSorted(byName).map((person) => personView(person, titles)),
    changes: read.registers.flatMap(({ changes }) => changesOf(changes)),
    ...done,
  }
}

const PEOPLE = ['person', 'documents', 'written']
const CHANGES = ['document', 'field', 'from', 'to', 'why']
const WIDTH = 72

const count = (n: number, one: string, many = `${one}s`): string =>
  `${String(n)} ${n === 1 ? one : many}`

const words = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '–' : JSON.stringify(value)

function inWords(report: RegisterReport, dryRun: boolean): string {
  const { collection_id, documents, people, changes, changed, held } = report
  const rows = people.map(({ name, documents: of, variants }) => [
    name,
    String(of),
    variants.map((one) => `${one.form} (${String(one.count)})`).join(', '),
  ])
  const planned = changes.map((one) => [
    one.document_id,
    one.path,
    words(one.from),
    words(one.to),
    one.reason ?? 'the register says nothing there any more',
  ])
  const concerned = new Set(changes.map((one) => one.document_id)).size
  const lines = [
    `${collection_id}: ${count(documents, 'document')}, ${count(people.length, 'person', 'people')}`,
    ...(rows.length === 0 ? [] : [formatTable([PEOPLE, ...rows], { maxCellWidth: WIDTH })]),
    ...(planned.length === 0 ? [] : [formatTable([CHANGES, ...planned])]),
    dryRun
      ? `${count(concerned, 'record')} would change`
      : `${count(changed, 'record')} changed${held > 0 ? `, ${count(held, 'record')} left while somebody works on them` : ''}`,
  ]
  return `${lines.join('\n')}\n`
}
