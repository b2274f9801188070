/**
 * Version 8. People work: tasks have leases, an order and what was decided; events are chained by hash and belong to
 * changes. Titles and notes become JSON, which keeps what SQLite's text does not (NUL, lone surrogates).
 */
export const SCHEMA_8 = `
ALTER TABLE review_queue ADD COLUMN profile TEXT NOT NULL DEFAULT '';
ALTER TABLE review_queue ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE review_queue ADD COLUMN title TEXT NOT NULL DEFAULT '""';
ALTER TABLE review_queue ADD COLUMN completeness REAL NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN risk REAL NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN gain INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN turn REAL NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN lease_id TEXT;
ALTER TABLE review_queue ADD COLUMN lease_owner TEXT;
ALTER TABLE review_queue ADD COLUMN skips TEXT NOT NULL DEFAULT '[]';
ALTER TABLE review_queue ADD COLUMN barred TEXT NOT NULL DEFAULT '[]';
ALTER TABLE review_queue ADD COLUMN approvals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE review_queue ADD COLUMN drawn TEXT NOT NULL DEFAULT 'null';
ALTER TABLE review_queue ADD COLUMN open_comments INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN decided_by TEXT;
ALTER TABLE review_queue ADD COLUMN decided_at TEXT;
ALTER TABLE review_queue ADD COLUMN seconds REAL NOT NULL DEFAULT 0;
ALTER TABLE review_queue ADD COLUMN created_ms INTEGER NOT NULL DEFAULT 0;
UPDATE review_queue SET notes = json_quote(notes),
  profile = ifnull((SELECT d.profile FROM documents d WHERE d.tenant_id = review_queue.tenant_id
    AND d.document_id = review_queue.document_id), ''),
  gain = json_array_length(flagged_fields),
  turn = ifnull(CAST(strftime('%s', created_at) AS REAL) * 1000, 0),
  created_ms = ifnull(CAST(round((julianday(created_at) - 2440587.5) * 86400000) AS INTEGER), 0);
DROP INDEX review_queue_created;
DROP INDEX review_queue_status;
DROP INDEX review_queue_job;
CREATE INDEX review_queue_begun ON review_queue (tenant_id) WHERE status = 'in_progress';

-- Every task stands under each of its marks (its reasons, its collection, …) in each order, within the group of its
-- status: see operations/task-marks.ts. Marks that nothing stands under are only counted.
CREATE TABLE review_marks (
  mark INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (tenant_id, kind, value)
) STRICT;
CREATE TABLE review_places (
  slot INTEGER NOT NULL,
  key REAL NOT NULL,
  review INTEGER NOT NULL,
  PRIMARY KEY (slot, key, review)
) STRICT, WITHOUT ROWID;
CREATE TABLE review_counts (
  mark INTEGER NOT NULL,
  grp INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (mark, grp)
) STRICT, WITHOUT ROWID;

ALTER TABLE audit_events ADD COLUMN change_id TEXT;
ALTER TABLE audit_events ADD COLUMN hash TEXT;
CREATE INDEX audit_events_change ON audit_events (tenant_id, change_id, document_id, n) WHERE change_id IS NOT NULL;

CREATE TABLE review_comments (
  tenant_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  comment_id TEXT NOT NULL,
  is_open INTEGER NOT NULL,
  comment TEXT NOT NULL,
  PRIMARY KEY (tenant_id, document_id, n),
  UNIQUE (tenant_id, document_id, comment_id)
) STRICT, WITHOUT ROWID;

-- Settings of a collection, and how many documents belong to it, which the triggers below keep.
CREATE TABLE collections (
  tenant_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  documents INTEGER NOT NULL DEFAULT 0,
  settings TEXT,
  revision INTEGER NOT NULL DEFAULT 0,
  changes TEXT NOT NULL DEFAULT '[]',
  updated_at TEXT,
  PRIMARY KEY (tenant_id, collection_id)
) STRICT, WITHOUT ROWID;
INSERT INTO collections (tenant_id, collection_id, documents)
  SELECT tenant_id, collection_id, count(*) FROM documents GROUP BY tenant_id, collection_id;
CREATE TRIGGER documents_collected AFTER INSERT ON documents BEGIN
  INSERT INTO collections (tenant_id, collection_id, documents) VALUES (NEW.tenant_id, NEW.collection_id, 1)
    ON CONFLICT DO UPDATE SET documents = documents + 1;
END;
CREATE TRIGGER documents_moved AFTER UPDATE OF collection_id ON documents
WHEN OLD.collection_id <> NEW.collection_id BEGIN
  UPDATE collections SET documents = documents - 1
    WHERE tenant_id = OLD.tenant_id AND collection_id = OLD.collection_id;
  INSERT INTO collections (tenant_id, collection_id, documents) VALUES (NEW.tenant_id, NEW.collection_id, 1)
    ON CONFLICT DO UPDATE SET documents = documents + 1;
END;

CREATE TABLE outbox_events (
  event INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  payload TEXT NOT NULL,
  shared INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, event_id)
) STRICT;
CREATE INDEX outbox_events_unshared ON outbox_events (event) WHERE shared = 0;
`
