import { readFile } from 'node:fs/promises'
import { PRICE_LIST } from '@colophon/adapters/prices'
import {
  ColophonError,
  formatUsd,
  reconcile,
  type BillRow,
  type CostRecord,
  type Difference,
  type Reconciliation,
  type Store,
} from '@colophon/domain'
import { BILL_COLUMNS, readBill, type BillOptions } from '@colophon/formats/bill'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { formatTable } from '../terminal/table.ts'
import { reportCommand } from './costs-report.ts'

interface ReconcileOptions {
  providerCsv: string
  provider: string
  column: Partial<Record<string, string>>
  zone: number
  json?: boolean
}

const PAGE = 500
/** Who sends bills; the first is meant where none is named. */
const [BILLED] = new Set(PRICE_LIST.rows.map(({ provider }) => provider))
const MINUTES_AN_HOUR = 60

function readColumn(text: string, kept: Record<string, string>): Record<string, string> {
  const [column = '', ...name] = text.split('=')
  if (!(BILL_COLUMNS as string[]).includes(column) || name.length === 0)
    throw new InvalidArgumentError(`Write one of ${BILL_COLUMNS.join(', ')} = its name there.`)
  return { ...kept, [column]: name.join('=') }
}

function readZone(text: string): number {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? []
  if (hours === undefined) throw new InvalidArgumentError('Write an offset such as -08:00.')
  return (sign === '-' ? -1 : 1) * (Number(hours) * MINUTES_AN_HOUR + Number(minutes))
}

export function costsCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  const costs = program.command('costs').summary('the report of a month; the ledger against a bill')
  reportCommand(costs, context, exit)
  costs
    .command('reconcile')
    .summary('each difference between a provider’s export and the ledger')
    .requiredOption('--provider-csv <file>', 'usage or cost export of the provider')
    .option('--provider <name>', 'whose calls', BILLED)
    .option('--column <column=name>', 'what a column is called there', readColumn, {})
    .option('--zone <offset>', 'of times in the export that name no zone', readZone, 0)
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      `\nCompares request by request where the export names them, else by day (UTC) and model.\nColumns: ${BILL_COLUMNS.join(', ')}. Exit code 0: no difference, 3: there is one.`,
    )
    .action(async (options: ReconcileOptions) => {
      const bill = await billOf(options)
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const calls = await callsOf(store, config.TENANT_ID, bill, options.provider)
      const result = reconcile(calls, bill)
      context.stdout.write(options.json === true ? asJson(result) : inWords(result))
      exit(result.differences.length === 0 ? EXIT.done : EXIT.gateFailed)
    })
}

async function billOf({ providerCsv, column, zone }: ReconcileOptions): Promise<BillRow[]> {
  const text = await readFile(providerCsv, 'utf8').catch((cause: unknown) => {
    throw new ColophonError('input.unreadable', `${providerCsv} cannot be read`, { cause })
  })
  const options: BillOptions = { columns: column, offsetMinutes: zone }
  const bill = readBill(text, options)
  if (bill.length > 0) return bill
  throw new ColophonError('input.empty', `${providerCsv} has no line below its header`)
}

/** Calls of the provider on the days of the bill. */
async function callsOf(
  store: Store,
  tenant: string,
  bill: readonly BillRow[],
  provider: string,
): Promise<CostRecord[]> {
  const days = bill.map(({ day }) => day).sort()
  const filter = { fromDay: days[0], toDay: days.at(-1), provider }
  const costs: CostRecord[] = []
  let cursor: string | undefined
  do {
    const page = await store.ledger.list(tenant, filter, { limit: PAGE, cursor })
    costs.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return costs
}

const WORDS: Readonly<Record<Difference['kind'], string>> = {
  not_in_ledger: 'billed, not in the ledger',
  not_on_bill: 'in the ledger, not billed',
  billed_twice: 'billed more than once',
  amount: 'another amount',
  tokens: 'other tokens',
  calls: 'another number of calls',
  model: 'another model',
  day: 'another day',
}

const MONEY: ReadonlySet<Difference['kind']> = new Set(['amount', 'not_in_ledger', 'not_on_bill'])

function sayOf({ kind }: Difference, side: bigint | string | null): string {
  if (side === null) return '-'
  if (typeof side === 'string') return side
  return MONEY.has(kind) ? `$${formatUsd(side)}` : side.toString()
}

function inWords({ differences, matched, unsettled }: Reconciliation): string {
  const rows = differences.map((one) => [
    one.day,
    one.model,
    one.requestId ?? '',
    WORDS[one.kind],
    sayOf(one, one.ledger),
    sayOf(one, one.bill),
    one.lines.join(' '),
  ])
  const head = ['day (UTC)', 'model', 'request', 'difference', 'ledger', 'bill', 'line']
  const table = rows.length === 0 ? '' : `${formatTable([head, ...rows])}\n`
  const lost = unsettled === 0 ? '' : `, ${String(unsettled)} calls charged at bounds`
  return `${table}${String(differences.length)} differences, ${String(matched)} agree or were compared${lost}\n`
}

const asJson = ({ differences, ...rest }: Reconciliation): string =>
  `${JSON.stringify(
    {
      ...rest,
      differences: differences.map((one) => ({
        ...one,
        ledger: one.ledger === null ? null : sayOf(one, one.ledger),
        bill: one.bill === null ? null : sayOf(one, one.bill),
      })),
    },
    null,
    2,
  )}\n`
