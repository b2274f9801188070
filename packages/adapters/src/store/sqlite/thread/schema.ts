/**
 * Version 1. Rows of one document meet through `documents.doc`, an integer, so that indexes stay small. What is large
 * and written once (text, results) stands apart from the row that every claim rewrites. The partial indexes hold only
 * documents that wait or are in work: they stay small however large the store grows.
 */
export const SCHEMA_1 = `
CREATE TABLE jobs (
  job INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  ocr_job_id TEXT,
  collection_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  priority TEXT NOT NULL,
  cancelled INTEGER NOT NULL,
  sealed INTEGER NOT NULL,
  options TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (tenant_id, enrichment_job_id)
) STRICT;
CREATE INDEX jobs_created ON jobs (tenant_id, created_at, enrichment_job_id);

CREATE TABLE documents (
  doc INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  profile TEXT NOT NULL,
  schema_version TEXT NOT NULL DEFAULT '',
  priority INTEGER NOT NULL,
  source_hash TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queued',
  lease_owner TEXT,
  lease_token TEXT,
  lease_until INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  dispatch_state TEXT NOT NULL DEFAULT 'pending',
  dispatch_at INTEGER NOT NULL,
  dispatch_n INTEGER NOT NULL DEFAULT 0,
  dispatch_by TEXT NOT NULL DEFAULT '',
  review_status TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  error TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (tenant_id, document_id)
) STRICT;
CREATE INDEX documents_collection ON documents (tenant_id, collection_id, document_id);
CREATE INDEX documents_pending ON documents (priority, next_at)
  WHERE status = 'queued' AND dispatch_state = 'pending';
CREATE INDEX documents_sent ON documents (dispatch_by, dispatch_at, next_at)
  WHERE status = 'queued' AND dispatch_state = 'sent';
CREATE INDEX documents_leased ON documents (lease_until, lease_owner) WHERE status = 'processing';
CREATE INDEX documents_failed ON documents (tenant_id, document_id) WHERE status = 'failed';

CREATE TABLE document_sources (
  doc INTEGER PRIMARY KEY REFERENCES documents,
  source TEXT NOT NULL
) STRICT;

CREATE TABLE document_results (
  doc INTEGER PRIMARY KEY REFERENCES documents,
  enriched_data TEXT,
  provenance TEXT NOT NULL,
  rivals TEXT NOT NULL,
  quality_metrics TEXT,
  agents TEXT NOT NULL,
  review_reasons TEXT NOT NULL
) STRICT;

CREATE TABLE job_documents (
  job INTEGER NOT NULL REFERENCES jobs,
  position INTEGER NOT NULL,
  doc INTEGER NOT NULL REFERENCES documents,
  PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX job_documents_doc ON job_documents (doc, job);

-- Kept by the triggers below, so that the progress of a large job costs nothing to ask for.
CREATE TABLE job_counts (
  job INTEGER NOT NULL REFERENCES jobs,
  status TEXT NOT NULL,
  review_status TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (job, status, review_status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER job_documents_counted AFTER INSERT ON job_documents BEGIN
  INSERT INTO job_counts (job, status, review_status, n)
    SELECT NEW.job, status, ifnull(review_status, ''), 1 FROM documents WHERE doc = NEW.doc
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER documents_counted AFTER UPDATE OF status, review_status ON documents
WHEN OLD.status IS NOT NEW.status OR OLD.review_status IS NOT NEW.review_status BEGIN
  INSERT INTO job_counts (job, status, review_status, n)
    SELECT job, OLD.status, ifnull(OLD.review_status, ''), -1 FROM job_documents WHERE doc = NEW.doc
    ON CONFLICT DO UPDATE SET n = n - 1;
  INSERT INTO job_counts (job, status, review_status, n)
    SELECT job, NEW.status, ifnull(NEW.review_status, ''), 1 FROM job_documents WHERE doc = NEW.doc
    ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TABLE step_results (
  step INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  key TEXT NOT NULL,
  agent TEXT NOT NULL,
  document_id TEXT NOT NULL,
  output TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (tenant_id, key)
) STRICT;

CREATE TABLE step_runs (
  doc INTEGER NOT NULL REFERENCES documents,
  run_id TEXT NOT NULL,
  lease_token TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  agent TEXT NOT NULL,
  step_key TEXT NOT NULL,
  tiers TEXT NOT NULL,
  bound_pico_usd INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  PRIMARY KEY (doc, run_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cost_records (
  cost INTEGER PRIMARY KEY,
  record_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  agent TEXT NOT NULL,
  tool TEXT,
  tier TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  call_id TEXT NOT NULL,
  request_id TEXT,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  price_id TEXT,
  amount_pico_usd INTEGER NOT NULL,
  priced INTEGER NOT NULL,
  state TEXT NOT NULL,
  day TEXT NOT NULL,
  hour TEXT NOT NULL,
  month TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (tenant_id, record_id)
) STRICT;
CREATE INDEX cost_records_job ON cost_records (tenant_id, enrichment_job_id);
CREATE INDEX cost_records_document ON cost_records (tenant_id, document_id);
CREATE INDEX cost_records_day ON cost_records (tenant_id, day);

-- The ledger by day, job and model, for reports. Written in the transaction of the rows it sums up.
CREATE TABLE cost_rollups (
  tenant_id TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  day TEXT NOT NULL,
  tier TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  agent TEXT NOT NULL,
  calls INTEGER NOT NULL,
  unsettled INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  amount_pico_usd INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, enrichment_job_id, day, tier, provider, model, agent)
) STRICT, WITHOUT ROWID;
CREATE INDEX cost_rollups_day ON cost_rollups (tenant_id, day);
CREATE TABLE budgets (
  tenant_id TEXT NOT NULL,
  key TEXT NOT NULL,
  limit_pico_usd INTEGER NOT NULL,
  reserved_pico_usd INTEGER NOT NULL,
  spent_pico_usd INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE review_queue (
  review INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  review_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  enrichment_job_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  document_revision INTEGER NOT NULL,
  priority TEXT NOT NULL,
  reasons TEXT NOT NULL,
  flagged_fields TEXT NOT NULL,
  status TEXT NOT NULL,
  assigned_to TEXT,
  lease_until TEXT,
  decision TEXT,
  corrections TEXT NOT NULL,
  notes TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (tenant_id, review_id)
) STRICT;
CREATE INDEX review_queue_created ON review_queue (tenant_id, created_at, review_id);
CREATE INDEX review_queue_status ON review_queue (tenant_id, status, created_at, review_id);
CREATE INDEX review_queue_job ON review_queue (tenant_id, enrichment_job_id, status, created_at, review_id);
CREATE INDEX review_queue_document ON review_queue (tenant_id, document_id);

CREATE TABLE audit_events (
  tenant_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  path TEXT,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  why TEXT,
  revision INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, document_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE ocr_jobs (
  tenant_id TEXT NOT NULL,
  job_id TEXT NOT NULL,
  status TEXT NOT NULL,
  documents TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, job_id)
) STRICT;
CREATE INDEX ocr_jobs_status ON ocr_jobs (status, created_at);

CREATE TABLE dead_messages (
  message INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE leaders (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

/**
 * Version 2. A mark says what it holds reserved, and under which limits, so that both end together.
 */
export const SCHEMA_2 = `
ALTER TABLE step_runs ADD COLUMN limits TEXT NOT NULL DEFAULT '[]';
`

/**
 * Version 3. An OCR job that cannot be taken is rejected, and says why.
 */
export const SCHEMA_3 = `
ALTER TABLE ocr_jobs ADD COLUMN error TEXT;
`

/**
 * Version 4. A ledger row says which weights answered.
 */
export const SCHEMA_4 = `
ALTER TABLE cost_records ADD COLUMN model_digest TEXT;
`

/**
 * Version 5. What was begun is dispatched before what was not.
 */
export const SCHEMA_5 = `
ALTER TABLE documents ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
DROP INDEX documents_pending;
CREATE INDEX documents_pending ON documents (priority, begun, next_at)
  WHERE status = 'queued' AND dispatch_state = 'pending';
`

/**
 * Version 7. An OCR job says what kind of record its documents are.
 */
export const SCHEMA_7 = `
ALTER TABLE ocr_jobs ADD COLUMN profile TEXT;
`
