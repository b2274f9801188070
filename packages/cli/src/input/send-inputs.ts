import {
  submitDocuments,
  type BatchAnswer,
  type PlacedDocument,
  type Refused,
  type SubmitAnswer,
  type SubmitCounts,
  type SubmitTarget,
} from '@colophon/coordinator'
import type { SourceSpec } from '@colophon/domain'
import { itemOfDocument, type InputItem } from '@colophon/formats/read'
import type { JobClient, SubmitRequest } from './job-client.ts'
import { newsInWords } from './news.ts'

export interface SendOptions extends Omit<SubmitRequest, 'keepOpen' | 'lines'> {
  /** Of the profile. */
  source: SourceSpec
  report: (line: string) => void
  stop: AbortSignal
}

/**
 * Sends documents as they are read, some hundred in a request: what a lost connection costs is one request, made again.
 * The last one closes the job.
 */
export function sendInputs(
  client: JobClient,
  inputs: AsyncIterable<InputItem>,
  { source, report, stop, ...request }: SendOptions,
): Promise<SubmitCounts> {
  const nothing = (): Promise<void> => Promise.resolve()
  const target: SubmitTarget = {
    batch: { documents: 500, characters: 8 * 1024 * 1024 },
    async add(batch, isLast) {
      const lines = batch.map(({ document }) => JSON.stringify(itemOfDocument(document, source)))
      const sent = { ...request, keepOpen: !isLast, lines: `${lines.join('\n')}\n` }
      return answerOf(batch, await client.submit(sent))
    },
    // The job API has done both with the last batch.
    seal: nothing,
    discard: nothing,
  }
  return submitDocuments(inputs, target, { tell: newsInWords('sent once', report), stop })
}

function answerOf(batch: readonly PlacedDocument[], answer: SubmitAnswer): BatchAnswer {
  const { accepted, unchanged, revised, errors, errors_total: refused } = answer
  return { accepted, unchanged, revised, refused, refusals: errors.map(refusedOf) }

  function refusedOf(error: SubmitAnswer['errors'][number]): Refused {
    const item = 'line' in error ? batch[error.line - 1] : undefined
    const { code, message } = error
    return { where: item?.where ?? 'document', position: item?.position ?? null, code, message }
  }
}
