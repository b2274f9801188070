import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { analyseJob, type JobAnalysis } from '../job-analysis.ts'
import { profilesOf } from '../profiles.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { formatTable, type Alignment } from '../terminal/table.ts'

const DEFAULT_TOP = 10
const RIGHT: readonly Alignment[] = ['left', ...Array.from({ length: 9 }, () => 'right' as const)]
const WIDE = 90

interface AnalyzeOptions {
  json?: boolean
  top: number
}

export function analyzeCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('analyze')
    .summary('what a job came to: completeness, gaps, agents, reviews, costs')
    .argument('<job>', 'job id')
    .option('--json', 'machine-readable, with every field and reason')
    .option('--top <n>', 'lines of each list that are shown', readTop, DEFAULT_TOP)
    .action(async (jobId: string, options: AnalyzeOptions) => {
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const analysis = await analyseJob(store, {
        tenantId: config.TENANT_ID,
        jobId,
        profiles: profilesOf(context),
      })
      context.stdout.write(
        options.json === true
          ? `${JSON.stringify(analysis, null, 2)}\n`
          : describeAnalysis(analysis, options.top),
      )
      exit(EXIT.done)
    })
}

function readTop(text: string): number {
  const top = Number(text)
  if (Number.isInteger(top) && top > 0) return top
  throw new InvalidArgumentError('Write a whole number from 1.')
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const ms = (value: number | null): string => (value === null ? '-' : value.toFixed(1))
const share = (part: number, whole: number): string => (whole === 0 ? '-' : percent(part / whole))

/** The whole analysis as text, a table for each question. */
export function describeAnalysis(analysis: JobAnalysis, top: number): string {
  const { total } = analysis.counts
  const tables = [
    overview(analysis),
    completeness(analysis),
    counted('missing fields', analysis.missing_fields, { total, top }),
    counted('fields with low confidence', analysis.low_confidence_fields, { total, top }),
    counted('failed checks', analysis.failed_checks, { total, top }),
    agents(analysis),
    counted('review reasons', analysis.review_reasons, { total, top }),
    counted('failures', analysis.failures, { total, top }),
    costs(analysis),
    slowest(analysis),
  ]
  return tables.filter((table) => table !== '').join('\n')
}

function overview({ job, status, counts, cost }: JobAnalysis): string {
  const { total, completed, auto_approved, to_review, failed, cancelled } = counts
  return formatTable([
    ['job', `${job}, ${status}`],
    ['documents', `${total}: ${completed} completed, ${failed} failed, ${cancelled} cancelled`],
    ['auto-approved', `${auto_approved} (${share(auto_approved, total)})`],
    ['to review', `${to_review} (${share(to_review, total)})`],
    ['cost', `$${cost.total_usd}, $${cost.per_document_usd ?? '-'} a document`],
  ])
}

function completeness({ completeness: { steps, mean, ...rest } }: JobAnalysis): string {
  if (mean === null) return ''
  const most = Math.max(1, ...steps.map(({ documents }) => documents))
  const rows = steps.map(({ from, to, documents }) => [
    from === to ? `  ${from.toFixed(2)}` : `  ${from.toFixed(2)} to ${to.toFixed(2)}`,
    String(documents),
    '#'.repeat(Math.ceil((documents / most) * 40)),
  ])
  const summary = `mean ${mean.toFixed(3)}, lowest ${(rest.lowest ?? 0).toFixed(3)}, ${rest.at_threshold} at ${rest.threshold} or more`
  return `completeness: ${summary}\n${formatTable(rows, { align: ['left', 'right', 'left'] })}`
}

function counted(
  title: string,
  counts: Readonly<Record<string, number>>,
  { total, top }: { total: number; top: number },
): string {
  const entries = Object.entries(counts)
  if (entries.length === 0) return ''
  const shown = entries
    .slice(0, top)
    .map(([name, count]) => [`  ${name}`, String(count), share(count, total)])
  const more = entries.length > top ? `  and ${entries.length - top} more\n` : ''
  return `${title}\n${formatTable(shown, { align: RIGHT, maxCellWidth: WIDE })}${more}`
}

function agents({ agents: rows }: JobAnalysis): string {
  if (rows.length === 0) return ''
  const header = ['agents', 'ok', 'degraded', 'failed', 'skipped', 'reused', 'why']
  const align: readonly Alignment[] = [...RIGHT.slice(0, header.length - 1), 'left']
  const cells = rows
    .toSorted((a, b) => a.agent.localeCompare(b.agent))
    .map((row) => [
      `  ${row.agent}`,
      ...[row.ok, row.degraded, row.failed, row.skipped, row.reused].map(String),
      Object.entries(row.why)
        .map(([why, count]) => `${why} ${count}`)
        .join(', '),
    ])
  return formatTable([header, ...cells], { align, maxCellWidth: WIDE })
}

function costs({ cost }: JobAnalysis): string {
  if (cost.models.length === 0) return ''
  const header = ['cost by model', 'tier', 'calls', 'input', 'output', 'unsettled', 'unpriced', '$']
  const cells = cost.models.map((row) => [
    `  ${row.provider === row.model ? row.model : `${row.provider} ${row.model}`}`,
    row.tier,
    ...[row.calls, row.input_tokens, row.output_tokens, row.unsettled, row.unpriced].map(String),
    row.cost_usd,
  ])
  return formatTable([header, ...cells], { align: ['left', 'left', ...RIGHT.slice(1)] })
}

function slowest({ agents: rows }: JobAnalysis): string {
  const measured = rows.filter((row) => row.mean_ms !== null)
  if (measured.length === 0) return ''
  const header = ['slowest steps', 'mean ms', 'p95 ms']
  const cells = measured.map((row) => [`  ${row.agent}`, ms(row.mean_ms), ms(row.p95_ms)])
  return formatTable([header, ...cells], { align: RIGHT })
}
