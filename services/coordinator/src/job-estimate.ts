import {
  estimateOf,
  keptOf,
  type CostHistory,
  type KeptEstimate,
  type NewDocument,
  type SubmitOutcome,
} from '@colophon/domain'

/** What the documents of a job will cost, by what was known when it was opened. */
export class JobEstimate {
  readonly #history: CostHistory
  #documents = 0
  #bytes = 0
  #unchanged = 0

  constructor(history: CostHistory) {
    this.#history = history
  }

  add(documents: readonly NewDocument[], outcomes: readonly SubmitOutcome[]): void {
    for (const [index, { source }] of documents.entries()) {
      const outcome = outcomes[index]
      if (outcome === 'unchanged') this.#unchanged += 1
      if (outcome !== 'created' && outcome !== 'revised') continue
      this.#documents += 1
      this.#bytes += Buffer.byteLength(source.text)
    }
  }

  /** For the options of the job; nothing where nothing is new, or nobody can say what it will cost. */
  kept(at: Date): { estimate?: KeptEstimate } {
    const ask = { documents: this.#documents, bytes: this.#bytes, unchanged: this.#unchanged }
    const estimate = estimateOf(ask, this.#history)
    return ask.documents === 0 || estimate.likely_usd === null
      ? {}
      : { estimate: keptOf(estimate, at) }
  }
}
