import { TOKEN_KINDS } from '@colophon/domain'
import type { Check } from '../evidence/checks/index.ts'
import type { LedgerRow } from '../evidence/evidence.ts'
import type { E2eEvidence } from './evidence.ts'
import { sumOf, type Sample } from '../evidence/exposition.ts'

/** Those of Node itself have the names every Node program gives them. */
const KNOWN_NAME = /^(?:colophon_|process_|nodejs_)/

function faultsOf({ process, samples }: E2eEvidence['scrapes'][number]): string[] {
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

const tokensOf = ({ tokens }: LedgerRow): number =>
  TOKEN_KINDS.reduce((sum, kind) => sum + tokens[kind], 0)

/** Every process is scraped, and what the metrics count is what the jobs count. */
export function checkMetrics({ scrapes, sound, doubtful, ledger }: E2eEvidence): Check {
  const samples: Sample[] = scrapes.flatMap((scrape) => scrape.samples)
  const jobs = [sound, doubtful]
  const counted = (of: 'auto_approved' | 'to_review' | 'failed'): number =>
    jobs.reduce((sum, { view }) => sum + view.counts[of], 0)
  const tokens = ledger.reduce((sum, row) => sum + tokensOf(row), 0)
  const documents = (outcome: string): number =>
    sumOf(samples, 'colophon_documents_total', { outcome })
  const pairs: [what: string, metric: number, truth: number][] = [
    ['auto_approved', documents('auto_approved'), counted('auto_approved')],
    ['review', documents('review'), counted('to_review')],
    ['failed', documents('failed'), counted('failed')],
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
