import { resolve } from 'node:path'
import { readPrices } from '@colophon/adapters/prices'
import { monthPage, reportOf } from '@colophon/cost-api'
import { addDays, readBudget, systemClock } from '@colophon/domain'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { writeWhole } from '../output/write-whole.ts'

interface ReportOptions {
  month: string
  out: string
  json?: boolean
}

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/

function readMonth(text: string): string {
  if (!MONTH.test(text)) throw new InvalidArgumentError('Write a month such as 2026-11.')
  return text
}

/** The month before this one, in UTC. */
function lastMonth(now: number): string {
  const first = `${new Date(now).toISOString().slice(0, 7)}-01`
  return addDays(first, -1).slice(0, 7)
}

export function reportCommand(
  costs: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  costs
    .command('report')
    .summary('a month as one page to be read, printed or sent on')
    .option(
      '-m, --month <month>',
      'such as 2026-11, in UTC (default: the month before this one)',
      readMonth,
    )
    .option('-o, --out <file>', 'where it goes; - is standard output', '-')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExample, on the first of each month (crontab):\n  0 6 1 * *  colophon costs report --out /srv/reports/costs-last-month.html',
    )
    .action(async ({ month, out, json = false }: Partial<ReportOptions> & { out: string }) => {
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const limits = readBudget(config)
      const facts = { store, limits, prices: readPrices(config), clock: systemClock }
      const asked = month ?? lastMonth(systemClock.now())
      const report = await reportOf(facts, config.TENANT_ID, asked)
      const text = json ? `${JSON.stringify(report, null, 2)}\n` : monthPage(report)
      if (out === '-') context.stdout.write(text)
      else await writeWhole(resolve(context.cwd, out), text)
      exit(EXIT.done)
    })
}
