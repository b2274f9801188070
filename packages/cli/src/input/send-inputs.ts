import type { SourceSpec } from '@colophon/domain'
import { itemOfDocument, type InputItem } from '@colophon/formats/read'
import { untilStopped } from '../until-stopped.ts'
import type { JobClient } from './job-client.ts'

export interface Sent {
  /** Sent and known to the job API, or refused by it. */
  documents: number
  accepted: number
  unchanged: number
  revised: number
  /** By the job API. */
  refused: number
  /** Inputs that gave no document. */
  notRead: number
}

export interface SendOptions {
  jobId: string
  collection: string
  priority: string
  profile: string
  /** Of the profile. */
  source: SourceSpec
  replace: boolean
  report: (line: string) => void
  stop: AbortSignal
}

const BATCH_DOCUMENTS = 500
const BATCH_CHARACTERS = 8 * 1024 * 1024

interface Batch {
  lines: string[]
  /** Where each line comes from. */
  places: string[]
  characters: number
}

const emptyBatch = (): Batch => ({ lines: [], places: [], characters: 0 })

/**
 * Sends documents as they are read, some hundred in a request: what a lost connection costs is one request, made again.
 * The last one closes the job.
 */
export async function sendInputs(
  client: JobClient,
  inputs: AsyncIterable<InputItem>,
  options: SendOptions,
): Promise<Sent> {
  const { source, report, stop } = options
  const sent: Sent = {
    documents: 0,
    accepted: 0,
    unchanged: 0,
    revised: 0,
    refused: 0,
    notRead: 0,
  }
  let batch = emptyBatch()
  for await (const item of untilStopped(inputs, stop)) {
    if (item.kind === 'document') {
      // Not before the next one is there: the last request must say that it is the last.
      if (isFull(batch)) {
        await send(client, batch, { ...options, keepOpen: true }, sent)
        batch = emptyBatch()
      }
      const line = JSON.stringify(itemOfDocument(item.document, source))
      batch.lines.push(line)
      batch.places.push(item.where)
      batch.characters += line.length
    } else if (item.kind === 'error') {
      sent.notRead += 1
      report(`error: ${item.error.message}. ${item.error.fix}`)
    } else if (item.kind === 'duplicate') {
      report(`note: ${item.where}: the same document as before (${item.document_id}), sent once`)
    } else {
      report(`note: ${item.where}: ${item.message}`)
    }
  }
  if (batch.lines.length > 0 && !stop.aborted)
    await send(client, batch, { ...options, keepOpen: false }, sent)
  return sent
}

const isFull = ({ lines, characters }: Batch): boolean =>
  lines.length >= BATCH_DOCUMENTS || characters >= BATCH_CHARACTERS

async function send(
  client: JobClient,
  { lines, places }: Batch,
  options: SendOptions & { keepOpen: boolean },
  sent: Sent,
): Promise<void> {
  const { report, stop: _, source: __, ...request } = options
  const answer = await client.submit({ ...request, lines: `${lines.join('\n')}\n` })
  sent.documents += lines.length
  sent.accepted += answer.accepted
  sent.unchanged += answer.unchanged
  sent.revised += answer.revised
  sent.refused += answer.errors_total
  for (const error of answer.errors) {
    const place = 'line' in error ? places[error.line - 1] : undefined
    report(`refused: ${place ?? 'document'}: ${error.message} [${error.code}]`)
  }
}
