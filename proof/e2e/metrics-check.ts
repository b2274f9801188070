import { TOKEN_KINDS } from '@colophon/domain'
import type { Check } from './checks.ts'
import type { CostRow } from '../evidence/client.ts'
import type { Evidence } from './evidence.ts'
import { sumOf, type Sample } from '../evidence/exposition.ts'

/** Those of Node itself have the names every Node program gives them. */
const KNOWN_NAME = /^(?:colophon_|process_|nodejs_)/

function faultsOf({ process, samples }: Evidence['scrapes'][number]): string[] {
  const faults: string[] = []
  if (sumOf(samples, 'colophon_build_info') !== 1) faults.push(`${process} does not say what it is`)
  const strange = samples.find(({ name }) => !KNOWN_NAME.test(name))
  if (strange !== undefined) faults.push(`${process} shows ${strange.name}`)
  // Quantiles of nothing and limits that are not set may be no number; counters never.
  const broken = samples.find(
    ({ name, value }) => name.startsWith('colophon_') && !Number.isFinite(value),
  )
  if (broken !== undefined) faults.push(`${process} has no number for ${broken.name}`)
  return faults
}

const tokensOf = ({ tokens }: CostRow): number =>
  TOKEN_KINDS.reduce((sum, kind) => sum + tokens[kind], 0)

/** Every process is scraped, and what the metrics count is what the jobs count. */
export function checkMetrics({ scrapes, sound, doubtful }: Evidence): Check {
  const samples: Sample[] = scrapes.flatMap((scrape) => scrape.samples)
  const jobs = [sound, doubtful]
  const counted = (of: 'auto_approved' | 'to_review' | 'failed'): number =>
    jobs.reduce((sum, { view }) => sum + view.counts[of], 0)
  const tokens = jobs
    .flatMap(({ records }) => records)
    .reduce((sum, record) => sum + tokensOf(record), 0)
  const pairs: [what: string, metric: number, truth: number][] = [
    ...(
      [
        ['auto_approved', 'auto_approved'],
        ['review', 'to_review'],
        ['failed', 'failed'],
      ] as const
    ).map(([outcome, count]): [string, number, number] => [
      outcome,
      sumOf(samples, 'colophon_documents_total', { outcome }),
      counted(count),
    ]),
    ['tokens', sumOf(samples, 'colophon_llm_tokens_total'), tokens],
  ]
  const faults = [
    ...scrapes.flatMap(faultsOf),
    ...pairs
      .filter(([, metric, truth]) => metric !== truth)
      .map(([what, metric, truth]) => `${what}: metrics ${metric}, store ${truth}`),
  ]
  const figures = pairs.map(([what, metric]) => `${what} ${metric}`).join(', ')
  return {
    name: 'metrics',
    ok: faults.length === 0 && scrapes.length > 0,
    figure: `${scrapes.length} processes, ${samples.length} samples; ${faults.length === 0 ? figures : faults.join('; ')}`,
    wanted: 'every process, adding up to what the jobs say',
  }
}
