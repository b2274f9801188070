import { counter, gauge, histogram, recordedBy, SHARES } from './row.ts'

const REVIEW_SECONDS = [5, 15, 30, 60, 120, 300, 900, 3_600]
const MISSING_FIELDS = [0, 1, 2, 3, 5, 10, 20]

const QUALITY = recordedBy('worker', {
  completeness: histogram('completeness_score', 'Completeness of finished documents, 0 to 1', {
    buckets: SHARES,
  }),
  reviewTasks: counter('review_tasks_total', 'Documents sent to review, once under each reason', {
    labels: ['reason'],
    maxChildren: 60,
  }),
  missingFields: histogram('missing_fields', 'Required fields without a value, of a document', {
    buckets: MISSING_FIELDS,
  }),
  ocrConfidence: histogram('ocr_confidence', 'Confidence of the OCR as submitted, 0 to 1', {
    buckets: SHARES,
  }),
  confidence: histogram('record_confidence', 'Mean confidence of the values of a record, 0 to 1', {
    buckets: SHARES,
  }),
  evidenceCoverage: histogram(
    'evidence_coverage',
    'Share of the values of a record whose quote stands in the text',
    { buckets: SHARES },
  ),
})

/** Over all tenants. */
const WAITING = recordedBy('leader', {
  reviewItems: gauge(
    'review_items',
    'Review tasks in this state now: pending, in_progress, approved, rejected, superseded',
    {
      labels: ['state'],
      maxChildren: 8,
    },
  ),
  reviewOldestAge: gauge('review_oldest_age_seconds', 'Age of the oldest open review task'),
})

const PEOPLE = recordedBy('review', {
  reviewDecisions: counter(
    'review_decisions_total',
    'What people did to review tasks: take, approve, reject, fields, reopen, retry, restore, undo, skip, assign, release',
    {
      labels: ['action'],
      maxChildren: 24,
    },
  ),
  reviewSeconds: histogram('review_seconds', 'Time a person had a task before deciding it', {
    buckets: REVIEW_SECONDS,
  }),
  reviewFields: counter(
    'review_fields_total',
    'Decisions of people on fields, by what they did: accept, correct, choose, reject and so on',
    {
      labels: ['profile', 'field', 'action'],
      maxChildren: 80,
    },
  ),
  reviewSeeded: counter('review_seeded_total', 'Known answers that were decided: caught, missed', {
    labels: ['outcome'],
    maxChildren: 6,
  }),
})

/** How good records are, and what people do about them. */
export const REVIEW = { ...QUALITY, ...WAITING, ...PEOPLE } as const
