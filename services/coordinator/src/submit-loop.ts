import { unlessStopped, untilStopped } from '@colophon/domain'
import type { InputItem } from '@colophon/formats/read'

/** A document on its way, and where it comes from. */
export type PlacedDocument = Extract<InputItem, { kind: 'document' }>

/** A document that was read and is not taken. */
export interface Refused {
  where: string
  /** Line of a stream or place in a list, from 1. */
  position: number | null
  code: string
  message: string
  /** What to do, where it is known. */
  fix?: string
}

/** What became of a batch. */
export interface BatchAnswer {
  accepted: number
  unchanged: number
  revised: number
  refused: number
  /** The first of them, in the order of the batch. */
  refusals: readonly Refused[]
}

/** Where documents go: a job of this process, or one of a job API. */
export interface SubmitTarget {
  /** How much goes at once: documents of some megabytes each are not collected by the hundred. */
  readonly batch: { documents: number; characters: number }
  /** In the order they were read. `isLast`: no other batch follows. */
  add(batch: readonly PlacedDocument[], isLast: boolean): Promise<BatchAnswer>
  /** Some were taken, and there are no more. */
  seal(): Promise<void>
  /** There are no more, and none was taken: a job of nobody's would stay. */
  discard(): Promise<void>
}

/** What people are told while documents are submitted. */
export type SubmitNews = Exclude<InputItem, { kind: 'document' }> | ({ kind: 'refused' } & Refused)

export interface SubmitOptions {
  tell: (news: SubmitNews) => void
  stop?: AbortSignal
}

export interface SubmitCounts {
  accepted: number
  /** Known already with the same content: nothing is done again. */
  unchanged: number
  /** Known with another content. */
  revised: number
  /** The same documents again. */
  duplicates: number
  /** By the target. */
  refused: number
  /** Inputs that gave no document. */
  notRead: number
  /** False when it was stopped before the end of the inputs. */
  isWhole: boolean
}

/**
 * Submits what is read, in its order, a batch at a time: whoever sends faster than the target takes has to wait. What
 * cannot be read or is not taken is told and counted, and the rest goes on. Comes back as soon as `stop` aborts; what was
 * read and not added by then is for the next run.
 */
export async function submitDocuments(
  items: AsyncIterable<InputItem>,
  target: SubmitTarget,
  { tell, stop }: SubmitOptions,
): Promise<SubmitCounts> {
  const loop = new SubmitLoop(target, tell, stop)
  for await (const item of stop === undefined ? items : untilStopped(items, stop)) {
    if (item.kind === 'document') await loop.add(item)
    else loop.note(item)
  }
  return await loop.end()
}

class SubmitLoop {
  readonly #target: SubmitTarget
  readonly #tell: SubmitOptions['tell']
  readonly #stop: AbortSignal | undefined
  readonly #counts: SubmitCounts = {
    accepted: 0,
    unchanged: 0,
    revised: 0,
    duplicates: 0,
    refused: 0,
    notRead: 0,
    isWhole: false,
  }
  #batch: PlacedDocument[] = []
  #characters = 0

  constructor(target: SubmitTarget, tell: SubmitOptions['tell'], stop: AbortSignal | undefined) {
    this.#target = target
    this.#tell = tell
    this.#stop = stop
  }

  async add(item: PlacedDocument): Promise<void> {
    const { documents, characters } = this.#target.batch
    // Not before the next one is there: the last batch must be known as the last.
    if (this.#batch.length >= documents || this.#characters >= characters) await this.#flush(false)
    this.#batch.push(item)
    this.#characters += item.document.source.text.length
  }

  note(item: Exclude<InputItem, { kind: 'document' }>): void {
    if (item.kind === 'duplicate') this.#counts.duplicates += 1
    if (item.kind === 'error') this.#counts.notRead += 1
    this.#tell(item)
  }

  async end(): Promise<SubmitCounts> {
    await this.#flush(true)
    const { accepted, unchanged, revised } = this.#counts
    this.#counts.isWhole = this.#stop?.aborted !== true
    const isEmpty = this.#counts.isWhole && accepted + unchanged + revised === 0
    await this.#unlessStopped(isEmpty ? this.#target.discard() : this.#target.seal())
    return this.#counts
  }

  async #flush(isLast: boolean): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    this.#characters = 0
    if (batch.length === 0 || this.#stop?.aborted === true) return
    const answer = await this.#unlessStopped(this.#target.add(batch, isLast))
    if (answer === undefined) return
    this.#counts.accepted += answer.accepted
    this.#counts.unchanged += answer.unchanged
    this.#counts.revised += answer.revised
    this.#counts.refused += answer.refused
    for (const refused of answer.refusals) this.#tell({ kind: 'refused', ...refused })
  }

  #unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    return this.#stop === undefined ? work : unlessStopped(work, this.#stop)
  }
}
