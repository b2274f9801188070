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
UPDATE review_queue SET notes = json_quote(notes),
  profile = ifnull((SELECT d.profile FROM documents d WHERE d.tenant_id = review_queue.tenant_id
    AND d.document_id = review_queue.document_id), ''),
  gain = json_array_length(flagged_fields),
  turn = ifnull(CAST(strftime('%s', created_at) AS REAL) * 1000, 0);
ALTER TABLE audit_events ADD COLUMN change_id TEXT;
ALTER TABLE audit_events ADD COLUMN hash TEXT;
CREATE INDEX audit_events_change ON audit_events (tenant_id, change_id, document_id, n) WHERE change_id IS NOT NULL;
`
