/**
 * Version 6. What a submission replaces is kept as the revision that it was: the columns of the document, of its text and
 * of its results, side by side, since nothing of it is written again.
 */
export const SCHEMA_6 = `
CREATE TABLE document_revisions (
  kept INTEGER PRIMARY KEY,
  doc INTEGER NOT NULL REFERENCES documents,
  revision INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  schema_version TEXT NOT NULL,
  priority INTEGER NOT NULL,
  source_hash TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  dispatch_state TEXT NOT NULL,
  dispatch_at INTEGER NOT NULL,
  dispatch_n INTEGER NOT NULL,
  dispatch_by TEXT NOT NULL,
  review_status TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  enriched_data TEXT,
  provenance TEXT,
  rivals TEXT,
  quality_metrics TEXT,
  agents TEXT,
  review_reasons TEXT,
  UNIQUE (doc, revision)
) STRICT;
DROP INDEX review_queue_document;
CREATE INDEX review_queue_document ON review_queue (tenant_id, document_id, document_revision);
`
