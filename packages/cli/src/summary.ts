import { formatUsd, type CostSums, type DocumentRecord, type KeptEstimate } from '@colophon/domain'
import type { SubmittedInputs } from './submit-inputs.ts'
import { formatDuration } from './terminal/format.ts'
import { formatTable } from './terminal/table.ts'

/** Counts of what the documents of a command came to. */
export class Tally {
  documents = 0
  autoApproved = 0
  toReview = 0
  failed = 0
  /** Documents some of whose rules were ended, by the error code that says why. */
  readonly rulesEnded = new Map<string, number>()
  readonly reasons = new Map<string, number>()
  readonly failures: string[] = []

  add(document: DocumentRecord): void {
    this.documents++
    this.#addRulesEnded(document)
    if (document.status !== 'completed') {
      this.failed++
      this.failures.push(`${document.document_id}: ${document.error?.message ?? document.status}`)
    } else if (document.review_status === 'not_required' || document.review_status === 'approved') {
      this.autoApproved++
    } else {
      this.toReview++
      for (const reason of document.review_reasons) {
        this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1)
      }
    }
  }

  #addRulesEnded({ agents }: DocumentRecord): void {
    const whys = Object.values(agents).flatMap(({ why }) =>
      why?.startsWith('rules.') ? [why] : [],
    )
    for (const why of new Set(whys)) this.rulesEnded.set(why, (this.rulesEnded.get(why) ?? 0) + 1)
  }
}

export interface RunFacts {
  seconds: number
  /** By tier. */
  costs: readonly CostSums[]
  submission: SubmittedInputs
  /** What the job was estimated to cost. @default nobody said */
  estimate?: KeptEstimate | undefined
}

/** The closing table of a run. */
export function summaryTable(
  tally: Tally,
  { seconds, costs, submission, estimate }: RunFacts,
): string {
  const spent = costs.reduce((sum, row) => sum + row.amount_pico_usd, 0n)
  const calls = costs
    .filter(({ key }) => key.tier !== 'rules')
    .reduce((sum, row) => sum + row.calls, 0)
  const byReason = [...tally.reasons].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
  const rate = seconds > 0 ? tally.documents / seconds : 0
  const rows: [string, string, string][] = [
    ['documents', String(tally.documents), unchangedNote(submission)],
    ['  auto-approved', String(tally.autoApproved), ''],
    ['  to review', String(tally.toReview), ''],
    ...byReason.map(([reason, count]): [string, string, string] => [
      `    ${reason}`,
      String(count),
      '',
    ]),
    ['  failed', String(tally.failed), ''],
    ...[...tally.rulesEnded].map(([why, count]): [string, string, string] => [
      'rules ended',
      String(count),
      `${why}: docs/reference/errors.md`,
    ]),
    ...(submission.notTaken > 0
      ? [
          ['inputs not taken', String(submission.notTaken), 'named above'] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    ['time', formatDuration(seconds * 1000), `${rate.toFixed(1)} documents/s`],
    [
      'cost',
      `$${formatUsd(spent)}`,
      calls === 0 ? 'rules alone, no model asked' : `${String(calls)} model calls`,
    ],
    ...estimated(estimate),
  ]
  return formatTable(rows, { align: ['left', 'right', 'left'] })
}

/** Of an estimate of nothing there is nothing to say. */
function estimated(estimate: KeptEstimate | undefined): [string, string, string][] {
  if (estimate?.likely_usd == null || Number(estimate.high_usd) === 0) return []
  const { likely_usd, low_usd, high_usd } = estimate
  const [likely, low, high] = [likely_usd, low_usd, high_usd].map((usd) => Number(usd).toFixed(4))
  return [['  estimated', `$${likely ?? ''}`, `$${low ?? ''} to $${high ?? ''}`]]
}

const unchangedNote = ({ unchanged, revised }: SubmittedInputs): string =>
  [
    unchanged > 0 ? `${String(unchanged)} known already` : '',
    revised > 0 ? `${String(revised)} with a new text` : '',
  ]
    .filter((part) => part !== '')
    .join(', ')
