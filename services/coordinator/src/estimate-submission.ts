import {
  estimateOf,
  readCostHistory,
  type Estimate,
  type EstimateAsk,
  type NewDocument,
  type PicoUsd,
  type Store,
} from '@colophon/domain'
import type { InputItem } from '@colophon/formats/read'
import {
  submitDocuments,
  type BatchAnswer,
  type PlacedDocument,
  type SubmitCounts,
  type SubmitOptions,
  type SubmitTarget,
} from './submit-loop.ts'

export interface EstimateDeps {
  store: Pick<Store, 'documents' | 'ledger' | 'jobs'>
  tenantId: string
  perDocument: PicoUsd
  now: Date
  hasModels?: EstimateAsk['hasModels']
}

/** Takes documents as a job would, and keeps none of them. */
class EstimateTarget implements SubmitTarget {
  readonly batch = { documents: 200, characters: 4 * 1024 * 1024 }
  readonly asked = { documents: 0, bytes: 0, unchanged: 0 }
  readonly #deps: EstimateDeps

  constructor(deps: EstimateDeps) {
    this.#deps = deps
  }

  async add(batch: readonly PlacedDocument[]): Promise<BatchAnswer> {
    let unchanged = 0
    for (const { document } of batch) {
      if (await this.#isKnown(document)) unchanged += 1
      else this.asked.bytes += Buffer.byteLength(document.source.text)
    }
    const accepted = batch.length - unchanged
    this.asked.documents += accepted
    this.asked.unchanged += unchanged
    return { accepted, unchanged, revised: 0, refused: 0, refusals: [] }
  }

  seal = (): Promise<void> => Promise.resolve()
  discard = (): Promise<void> => Promise.resolve()

  async #isKnown({ document_id, former_id, source_hash }: NewDocument): Promise<boolean> {
    const { store, tenantId } = this.#deps
    const found =
      (await store.documents.get(tenantId, document_id)) ??
      (former_id === undefined ? null : await store.documents.get(tenantId, former_id))
    return found?.source_hash === source_hash
  }
}

/** What a job of these documents will cost. Nothing is written. */
export async function estimateDocuments(
  deps: EstimateDeps,
  items: AsyncIterable<InputItem>,
  options: SubmitOptions,
): Promise<{ estimate: Estimate; counts: SubmitCounts }> {
  const target = new EstimateTarget(deps)
  const counts = await submitDocuments(items, target, options)
  const history = await readCostHistory(deps.store, deps.tenantId, deps)
  const { hasModels } = deps
  return { estimate: estimateOf({ ...target.asked, hasModels }, history), counts }
}
