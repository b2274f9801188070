import {
  FAILED_REASON,
  isHuman,
  standsIn,
  type ColophonError,
  type Completion,
  type DocumentRecord,
} from '@colophon/domain'
import type { Metrics } from '@colophon/runtime'

interface Completed {
  document: DocumentRecord
  completion: Completion
  /** Since it was claimed. */
  seconds: number
  now: number
}

/** A document whose record was committed. */
export function countCompleted(
  metrics: Metrics,
  { document, completion, seconds, now }: Completed,
): void {
  const outcome = completion.review_status === 'not_required' ? 'auto_approved' : 'review'
  countEnded(metrics, document, outcome)
  metrics.documentSeconds.observe({}, seconds)
  for (const reason of completion.review_reasons) metrics.reviewTasks.inc({ reason })
  // Whoever sends one round again, or another text of it, does not wait since it was first submitted.
  if (document.enriched_data === null && document.revision === 1) {
    const waited = (now - Date.parse(document.created_at)) / 1000
    metrics.turnaroundSeconds.observe({}, Math.max(0, waited))
  }
  observeQuality(metrics, document, completion)
}

/** An attempt that failed: `retried`, or the end of the document. */
export function countFailed(
  metrics: Metrics,
  document: DocumentRecord,
  { code }: ColophonError,
  end: 'retried' | 'failed',
): void {
  metrics.documentFailures.inc({ code, end })
  if (end === 'retried') {
    metrics.documents.inc({ outcome: end })
    return
  }
  metrics.reviewTasks.inc({ reason: FAILED_REASON })
  countEnded(metrics, document, end)
}

function countEnded(
  metrics: Metrics,
  { tenant_id: tenant, collection_id: collection }: DocumentRecord,
  outcome: 'auto_approved' | 'review' | 'failed',
): void {
  metrics.documents.inc({ outcome })
  metrics.collectionDocuments.inc({ tenant, collection, outcome })
}

function observeQuality(
  metrics: Metrics,
  { source: { text, ocr } }: DocumentRecord,
  { quality_metrics: quality, provenance }: Completion,
): void {
  metrics.completeness.observe({}, quality.completeness_score)
  metrics.missingFields.observe({}, quality.missing_fields.length)
  if (ocr.confidence !== undefined) metrics.ocrConfidence.observe({}, ocr.confidence)
  let values = 0
  let confidence = 0
  let standing = 0
  for (const entry of Object.values(provenance)) {
    // What the submitter or a person said needs no proof.
    if (entry.source === 'input' || isHuman(entry)) continue
    values += 1
    confidence += entry.confidence
    if (standsIn(text, entry.evidence)) standing += 1
  }
  if (values === 0) return
  metrics.confidence.observe({}, confidence / values)
  metrics.evidenceCoverage.observe({}, standing / values)
}
