import { estimateDocuments, type EstimateDeps } from '@colophon/coordinator'
import { ColophonError, type Estimate } from '@colophon/domain'
import type { InputItem } from './input/read-inputs.ts'
import { newsInWords } from './input/news.ts'
import { formatTable } from './terminal/table.ts'

/** `$0.0012`: four digits say enough of a guess. */
const rounded = (usd: string): string => `$${Number(usd).toFixed(4)}`

const count = (number: number): string => Math.round(number).toLocaleString('en')

export function estimateInWords(estimate: Estimate): string {
  const { documents, unchanged, likely_usd, low_usd, high_usd, basis, by_call } = estimate
  const range = `${rounded(low_usd)} to ${rounded(high_usd)}`
  const known = unchanged > 0 ? `, and ${count(unchanged)} known already` : ''
  const rows = [
    ['documents', count(documents), `${count(estimate.bytes)} bytes of text${known}`],
    ...by_call.map((call) => [
      `  ${call.agent}`,
      rounded(call.cost_usd),
      `${call.tier} ${call.model}: ${count(call.calls)} calls (${(call.calls_per_document * 100).toFixed(0)} of 100 documents), ${count(call.prompt_tokens)} tokens in, ${count(call.output_tokens)} out`,
    ]),
    ['cost', likely_usd === null ? 'unknown' : rounded(likely_usd), range],
  ]
  return `${formatTable(rows, { align: ['left', 'right', 'left'] })}by: ${basis}\n`
}

/** Says what documents would cost. Rejects with `input.not_found` when there is none. */
export async function estimateInputs(
  deps: EstimateDeps,
  inputs: AsyncIterable<InputItem>,
  options: { stop: AbortSignal; report: (line: string) => void },
): Promise<{ estimate: Estimate; notTaken: number }> {
  const { stop, report } = options
  const tell = newsInWords('counted once', report)
  const { estimate, counts } = await estimateDocuments(deps, inputs, { tell, stop })
  if (counts.accepted + counts.unchanged + counts.notRead === 0 && !stop.aborted)
    throw new ColophonError('input.not_found', 'No document was found in the inputs')
  return { estimate, notTaken: counts.notRead }
}
