import { resolve } from 'node:path'
import type { Command } from 'commander'
import { HeadsWriter, readHeads } from '../audit/saved-heads.ts'
import { verifyAudit, type AuditReport } from '../audit/verify.ts'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'

interface VerifyOptions {
  tenant?: string
  save?: string
  against?: string
  json?: boolean
}

export function auditCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  const audit = program.command('audit').summary('the log of everything that was done to documents')
  audit
    .command('verify')
    .summary('prove that nothing in the log was changed, put in or taken out')
    .option('--tenant <name>', 'whose log (default: TENANT_ID)')
    .option('--save <file>', 'write the ends of all chains to a file, to be kept elsewhere')
    .option('--against <file>', 'that what was saved then is still there, and still the same')
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExit code 0: the log is whole; 2: it is not. Whoever can write to the database can also make a whole new chain,\n' +
        'or cut off its end: only a file that was saved before, and kept where they cannot write, tells.',
    )
    .action(async (options: VerifyOptions) => {
      const { config, stop } = await setUp(context)
      using _stop = stop
      const tenant = options.tenant ?? config.TENANT_ID
      const report = await verify(context, { ...options, tenant, url: config.STORE_URL, stop })
      context.stdout.write(
        options.json === true ? `${JSON.stringify(report, null, 2)}\n` : inWords(report, options),
      )
      exit(report.broken === 0 ? EXIT.done : EXIT.someFailed)
    })
}

async function verify(
  context: Context,
  options: VerifyOptions & { tenant: string; url: string; stop: AbortSignal },
): Promise<AuditReport> {
  const { tenant, url, stop } = options
  const path = (file: string): string => resolve(context.cwd, file)
  const against =
    options.against === undefined ? undefined : await readHeads(path(options.against), tenant)
  await using store = await openExistingStore(url, context.cwd)
  await using save =
    options.save === undefined
      ? undefined
      : await HeadsWriter.open(path(options.save), tenant, new Date().toISOString())
  const report = await verifyAudit(store, tenant, { against, save, signal: stop })
  // Of a log that is broken nobody should keep a proof.
  if (report.broken === 0) await save?.finish()
  return report
}

const count = (n: number, one: string): string => `${String(n)} ${one}${n === 1 ? '' : 's'}`

function inWords(report: AuditReport, { save, against }: VerifyOptions): string {
  const { documents, events, unchained, changes, broken, faults, digest } = report
  const { collections, budgets, precedents } = report
  const lines = [
    `${count(events, 'event')} of ${count(documents, 'document')}, ${count(changes, 'change')} of the settings of ${count(collections, 'collection')}, of ${count(budgets, 'budget')} and of ${count(precedents, 'precedent')}`,
  ]
  if (unchained > 0) {
    lines.push(`${count(unchained, 'event')} from before there was a chain: nothing proves them`)
  }
  for (const fault of faults) lines.push(`BROKEN  ${fault}`)
  if (broken > faults.length) lines.push(`… and ${String(broken - faults.length)} more`)
  if (broken === 0) {
    lines.push(
      `whole${against === undefined ? '' : `, and all that stands in ${against} is still so`}`,
    )
    if (save !== undefined) lines.push(`saved to ${save}`)
  } else lines.push(`NOT whole: ${count(broken, 'fault')}`)
  return `${lines.join('\n')}\ndigest ${digest}\n`
}
