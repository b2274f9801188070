import { counter, gauge, histogram, recordedBy, WORK_SECONDS } from './row.ts'

const TURNAROUND_SECONDS = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 14_400, 86_400]

const INTAKE = recordedBy('coordinator', {
  submitted: counter(
    'documents_submitted_total',
    'Documents that were submitted, by outcome: created, unchanged, revised, refused',
    { labels: ['outcome'], maxChildren: 6 },
  ),
})

const QUEUE = recordedBy('leader', {
  documentsInStatus: gauge(
    'documents_in_status',
    'Documents that are in this status now: queued, processing',
    { labels: ['status'] },
  ),
  oldestDueAge: gauge('oldest_due_age_seconds', 'How long the longest waiting document is due'),
  leasesExpired: counter('leases_expired_total', 'Leases that the coordinator has ended'),
  leaseOverdue: gauge('lease_overdue_seconds', 'How long the most overdue lease has run out'),
})

const REGISTERS = recordedBy('leader', {
  registerRecords: counter(
    'register_records_total',
    'Records that were changed by what others of their collection say',
  ),
})

const RUNS = recordedBy('worker', {
  documents: counter(
    'documents_total',
    'Documents whose run has ended, by how: auto_approved, review, failed; retried will run again',
    { labels: ['outcome'] },
  ),
  documentFailures: counter(
    'document_failures_total',
    'Attempts at documents that failed, by error and end: retried, failed',
    { labels: ['code', 'end'], maxChildren: 40 },
  ),
  documentSeconds: histogram('document_seconds', 'Time from claim to commit of one document', {
    buckets: WORK_SECONDS,
  }),
  phaseSeconds: histogram('phase_seconds', 'Time of one phase of a document, by number from 1', {
    labels: ['phase'],
    maxChildren: 4,
    buckets: WORK_SECONDS,
  }),
  turnaroundSeconds: histogram(
    'document_turnaround_seconds',
    'Time from the submission of a document to its first record',
    { buckets: TURNAROUND_SECONDS },
  ),
  workerDocuments: gauge('worker_documents', 'Documents a worker has in its hands now'),
  workerCapacity: gauge('worker_capacity', 'Documents a worker takes at once'),
  collectionDocuments: counter(
    'collection_documents_total',
    'Documents whose run has ended, by tenant, collection and outcome: auto_approved, review, failed',
    { labels: ['tenant', 'collection', 'outcome'], maxChildren: 60 },
  ),
  leasesLost: counter('leases_lost_total', 'Documents another worker took over'),
  duplicateAnswers: counter(
    'duplicate_answers_total',
    'Answers to questions that another run had answered already',
    { labels: ['agent'], maxChildren: 12 },
  ),
})

const FENCING = recordedBy('stores', {
  fencingViolations: counter(
    'fencing_violations_total',
    'Writes that were refused since the claim was no longer that of the writer, by operation',
    { labels: ['op'], maxChildren: 12 },
  ),
})

/** Documents on their way: submitted, waiting, claimed, ended. */
export const WORK = { ...INTAKE, ...QUEUE, ...REGISTERS, ...RUNS, ...FENCING } as const
