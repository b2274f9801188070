import { PRICE_LIST } from '@colophon/adapters/prices'
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
  toColophonError,
  type Store,
} from '@colophon/domain'
import { loadAgents } from '@colophon/profiles'
import { configTable, newId } from '@colophon/runtime'
import type { Command } from 'commander'
import { Config } from '../config.ts'
import { EXIT, setUp, type Context } from '../context.ts'
import { formatTable } from '../terminal/table.ts'

const MOST_COUNTED = 1_000
const MAX_SHOWN_ID = 60

type Row = [what: string, state: string, detail: string]

async function probe(what: string, detail: string, check: () => Promise<string>): Promise<Row> {
  try {
    return [what, 'ok', `${detail} ${await check()}`.trim()]
  } catch (thrown) {
    const error = toColophonError(thrown)
    return [what, 'FAILED', `${error.message}. ${error.fix}`]
  }
}

interface CheckedStore {
  row: Row
  /** Undefined: it cannot be opened, and the row says why. */
  store: Store | undefined
}

/** Opens the store for all that is asked of it. */
async function openChecked(url: string): Promise<CheckedStore> {
  let store: Store | undefined
  const row = await probe('store', withoutCredentials(url), async () => {
    // Before it is opened, which creates what is missing.
    const report = await inspectStore(url)
    store = await openStore(url)
    return await describeStore(store, report)
  })
  return { row, store }
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

/** The price of a model, as its provider lists it. */
function priceInWords(priceId: string | null): string {
  if (priceId === null) return 'price unknown'
  const listed = PRICE_LIST.rows.find(({ id }) => id === priceId)
  if (listed === undefined) return 'no charge'
  const { input, output, id } = listed
  return `$${input} in, $${output} out per million tokens (${id})`
}

function modelRow(result: ProbeResult): Row {
  const { tier, model, ok, latencyMs, error, priceId, amountPicoUsd, usage } = result
  const what = `model ${tier}`
  if (!ok) {
    const { title, fix } = ERRORS[error ?? 'model.unavailable']
    return [what, 'FAILED', `${model}: ${title}. ${fix}`]
  }
  const cost = amountPicoUsd === null ? 'cost unknown' : `$${formatUsd(amountPicoUsd)}`
  const digest = usage?.model_digest?.slice(0, DIGEST_SHOWN)
  const named = digest === undefined ? model : `${model} (${digest})`
  return [
    what,
    'ok',
    `${named}: ${latencyMs.toFixed(0)} ms, this call ${cost}, ${priceInWords(priceId)}`,
  ]
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

const storedRows = async (store: Store, config: Config): Promise<Row[]> => [
  await probe('budget', '', () => describeBudget(store, config)),
  await probe('dead messages', '', () => describeDeadMessages(store)),
  await probe('rejected OCR jobs', '', () => describeRejected(store)),
]

/** Asks each model one tiny question: only an answer shows that key, model and price are right. */
async function checkModels(
  config: Config,
  agents: readonly string[],
  signal: AbortSignal,
): Promise<Row[]> {
  try {
    await using models = await openConfiguredModels(config)
    const newCallId = (): string => newId('probe')
    const results = await probeModels(models, { prices: PRICE_LIST, agents, signal, newCallId })
    if (results.length > 0) return results.map(modelRow)
    return [['models', 'ok', 'none configured: rules alone answer, and nothing is spent']]
  } catch (thrown) {
    const error = toColophonError(thrown)
    return [['models', 'FAILED', `${error.message}. ${error.fix}`]]
  }
}

const SECRET = /KEY|SECRET|TOKEN|PASSWORD/

/** URLs may hold credentials: what stands before the @ is left out. */
const withoutCredentials = (value: string): string => value.replace(/\/\/[^@/]*@/, '//…@')

export function doctorCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('doctor')
    .summary('what is configured, whether it can be reached, and what it would cost')
    .action(async () => {
      const { config, stop } = await setUp(context, { runs: true })
      using _stop = stop
      const { row: storeRow, store: opened } = await openChecked(config.STORE_URL)
      await using store = opened
      const agents = await loadAgents(context.profiles)
      const names = agents.map(({ name }) => name)
      const rows = [
        ['node', 'ok', process.version] as Row,
        storeRow,
        await probe('bus', config.BUS_URL, async () => {
          await using bus = await openBus(config.BUS_URL)
          await bus.ping()
          return ''
        }),
        ...(await checkModels(config, names, stop)),
        ...(store === undefined ? [] : await storedRows(store, config)),
        [
          'agents',
          'ok',
          agents.map((agent) => `${agent.name} (${String(agent.tools.length)} tools)`).join(', '),
        ] as Row,
      ]
      const settings = configTable(Config).map(({ name, default: fallback }) => {
        const value = String(config[name as keyof Config] ?? '')
        const shown = SECRET.test(name) ? value && '…' : withoutCredentials(value)
        return [name, shown, value === (fallback ?? '') ? 'default' : 'set']
      })
      context.stdout.write(`${formatTable(rows, { maxCellWidth: 160 })}\n${formatTable(settings)}`)
      exit(rows.some(([, state]) => state === 'FAILED') ? EXIT.notRun : EXIT.done)
    })
}
