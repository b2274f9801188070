/** The columns of a review task, as both threads know them. */
export const TASK_COLUMNS = [
  'tenant_id',
  'review_id',
  'document_id',
  'enrichment_job_id',
  'collection_id',
  'profile',
  'document_revision',
  'version',
  'priority',
  'title',
  'reasons',
  'flagged_fields',
  'completeness',
  'risk',
  'gain',
  'turn',
  'status',
  'assigned_to',
  'lease_id',
  'lease_owner',
  'lease_until',
  'skips',
  'barred',
  'approvals',
  'drawn',
  'open_comments',
  'decision',
  'decided_by',
  'decided_at',
  'seconds',
  'corrections',
  'notes',
  'created_at',
  'updated_at',
] as const
export type TaskColumn = (typeof TASK_COLUMNS)[number]

/** Those that hold JSON. */
export const TASK_JSON = [
  'title',
  'reasons',
  'flagged_fields',
  'skips',
  'barred',
  'approvals',
  'drawn',
  'corrections',
  'notes',
] as const satisfies readonly TaskColumn[]

const HOLDS_JSON: ReadonlySet<string> = new Set(TASK_JSON)

/**
 * A task of `review_queue q` as one JSON array, in the order of the columns: dozens of tasks cross to the other thread
 * at a quarter of what their rows would take. What is JSON already is not read for it.
 */
export const TASK_AS_JSON = `concat('[', ${TASK_COLUMNS.map((column) =>
  HOLDS_JSON.has(column) ? `q.${column}` : `json_quote(q.${column})`,
).join(", ',', ")}, ']')`
