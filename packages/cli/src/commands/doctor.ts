import { readPrices } from '@colophon/adapters/prices'
import { openBus } from '@colophon/adapters/bus'
import { probeModels, type ProbeResult } from '@colophon/adapters/models'
import { inspectStore, openStore, type StoreReport } from '@colophon/adapters/store'
import { openConfiguredModels } from '@colophon/agent-host'
import {
  dayKey,
  ERRORS,
  formatUsd,
  monthKey,
  readBudget,
  type PriceList,
  type Store,
} from '@colophon/domain'
import { loadAgents } from '@colophon/profiles'
import { newId } from '@colophon/runtime'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { EXIT, setUp, type Context } from '../context.ts'
import {
  failed,
  failedOf,
  passed,
  REPORT_IN_WORDS,
  reportOf,
  withoutCredentials,
  type Check,
  type DoctorReport,
} from '../doctor-report.ts'
import { formatTable } from '../terminal/table.ts'

const MOST_COUNTED = 1_000
const MAX_SHOWN_ID = 60

async function probe(name: string, detail: string, check: () => Promise<string>): Promise<Check> {
  try {
    return passed(name, `${detail} ${await check()}`.trim())
  } catch (thrown) {
    return failedOf(name, thrown)
  }
}

interface CheckedStore {
  check: Check
  /** Undefined: it cannot be opened, and the check says why. */
  store: Store | undefined
}

/** Opens the store for all that is asked of it. */
async function openChecked(url: string): Promise<CheckedStore> {
  let store: Store | undefined
  const check = await probe('store', withoutCredentials(url), async () => {
    // Before it is opened, which creates what is missing.
    const report = await inspectStore(url)
    store = await openStore(url)
    return await describeStore(store, report)
  })
  return { check, store }
}

async function describeStore(store: Store, report: StoreReport | null): Promise<string> {
  const startedAt = performance.now()
  await store.ping()
  const { queued, processing } = await store.dispatch.backlog()
  const ms = (performance.now() - startedAt).toFixed(1)
  const server = report === null ? '' : `${report.server} ${report.version}, `
  const missing = report?.missingIndexes ?? []
  const created = missing.length === 0 ? '' : `; created missing indexes: ${missing.join(', ')}`
  return `(${server}${ms} ms, ${String(queued)} waiting, ${String(processing)} in work${created})`
}

const DIGEST_SHOWN = 12
const MS_PER_SECOND = 1000n

/** The price of a model, as its provider lists it. */
function priceInWords(prices: PriceList, { asked, priceId }: ProbeResult): string {
  const listed = prices.rows.find(({ id }) => id === priceId)
  const second = (prices.computePicoPerMs ?? 0n) * MS_PER_SECOND
  if (listed === undefined && !asked) return `$${formatUsd(second)} a second`
  if (listed === undefined) return priceId === null ? 'price unknown' : 'no charge'
  const { input, output, id } = listed
  return `$${input} in, $${output} out per million tokens (${id})`
}

function modelCheck(prices: PriceList, result: ProbeResult): Check {
  const { tier, model, ok, asked, latencyMs, error, usage } = result
  const name = `model ${tier}`
  if (!ok) {
    const code = error ?? 'model.unavailable'
    return failed(name, code, `${model}: ${ERRORS[code].title}`)
  }
  const digest = usage?.model_digest?.slice(0, DIGEST_SHOWN)
  const named = digest === undefined ? model : `${model} (${digest})`
  return passed(
    name,
    `${named}: ${latencyMs.toFixed(0)} ms${asked ? '' : ' to find it, not asked'}, ${priceInWords(prices, result)}`,
  )
}

/** The limits of this day and month, with what is spent and reserved of them. */
async function describeBudget(store: Store, config: Config): Promise<string> {
  const now = new Date()
  const { perDay, perMonth } = readBudget(config)
  const keys = [dayKey(now), monthKey(now)] as const
  const states = await store.ledger.budgets(config.TENANT_ID, keys)
  return [perDay, perMonth]
    .map((limit, n) => {
      const state = states.find(({ key }) => key === keys[n])
      const used = state === undefined ? 0n : state.spent_pico_usd + state.reserved_pico_usd
      return `${keys[n] ?? ''} $${formatUsd(used)} of $${formatUsd(limit)}`
    })
    .join(', ')
}

async function describeDeadMessages(store: Store): Promise<string> {
  const dead = await store.intake.deadMessages(MOST_COUNTED)
  return dead.length === 0 ? 'none' : `${String(dead.length)}, the last at ${dead[0]?.at ?? ''}`
}

async function describeRejected(store: Store): Promise<string> {
  const rejected = await store.intake.rejectedOcrJobs(MOST_COUNTED)
  const [{ job_id: id, error } = { job_id: '', error: null }] = rejected
  if (rejected.length === 0) return 'none'
  // Ids of other systems may be anything.
  const last =
    typeof id === 'string' ? JSON.stringify(id.slice(0, MAX_SHOWN_ID)) : 'one without an id'
  return `${String(rejected.length)}, the last ${last}: ${error?.message ?? 'no reason is known'}`
}

const storedChecks = async (store: Store, config: Config): Promise<Check[]> => [
  await probe('budget', '', () => describeBudget(store, config)),
  await probe('dead messages', '', () => describeDeadMessages(store)),
  await probe('rejected OCR jobs', '', () => describeRejected(store)),
]

/** Asks each model one tiny question; those that cost something are only looked up. */
async function checkModels(
  config: Config,
  agents: readonly string[],
  signal: AbortSignal,
): Promise<Check[]> {
  try {
    const prices = readPrices(config)
    await using models = await openConfiguredModels(config)
    const newCallId = (): string => newId('probe')
    const results = await probeModels(models, { prices, agents, signal, newCallId })
    if (results.length > 0) return results.map((result) => modelCheck(prices, result))
    return [passed('models', 'none configured: rules alone answer, and nothing is spent')]
  } catch (thrown) {
    return [failedOf('models', thrown)]
  }
}

function writeTables(stdout: NodeJS.WriteStream, { checks, settings }: DoctorReport): void {
  const rows = checks.map(({ name, ok, detail }) => [name, ok ? 'ok' : 'FAILED', detail])
  const set = settings.map(({ name, value, from }) => [name, value, from])
  stdout.write(`${formatTable(rows, { maxCellWidth: 160 })}\n${formatTable(set)}`)
}

async function examine(context: Context): Promise<DoctorReport> {
  const { config, stop } = await setUp(context, { runs: true })
  using _stop = stop
  const { check: storeCheck, store: opened } = await openChecked(config.STORE_URL)
  await using store = opened
  const agents = await loadAgents(context.profiles)
  const names = agents.map(({ name }) => name)
  const inWords = agents.map(({ name, tools }) => `${name} (${String(tools.length)} tools)`)
  const checks = [
    passed('node', process.version),
    storeCheck,
    await probe('bus', config.BUS_URL, async () => {
      await using bus = await openBus(config.BUS_URL)
      await bus.ping()
      return ''
    }),
    ...(await checkModels(config, names, stop)),
    ...(store === undefined ? [] : await storedChecks(store, config)),
    passed('agents', inWords.join(', ')),
  ]
  return reportOf(checks, config)
}

export function doctorCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('doctor')
    .summary('what is configured, whether it can be reached, and what it would cost')
    .option('--json', 'machine-readable')
    .addHelpText('after', REPORT_IN_WORDS)
    .action(async ({ json = false }: { json?: boolean }) => {
      const report = await examine(context)
      if (json) context.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
      else writeTables(context.stdout, report)
      exit(report.ok ? EXIT.done : EXIT.notRun)
    })
}
