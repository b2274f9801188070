/**
 * Version 9. Documents are searched: `searched_revision` is the revision that the index knows, and the partial index
 * holds those that it does not know, or not as they are. The index has no copy of any text: what stands around a word is
 * read from the document. `scope` holds tenant, collection and profile as words, so that one search never looks through
 * the documents of others. Short beginnings of words have an index of their own: each stands for very many words.
 *
 * Others are told: how far each event is on its way to each endpoint. A job that is opened again is told of again
 * (`opened` counts); those that had ended before this version are not.
 */
export const SCHEMA_9 = `
ALTER TABLE documents ADD COLUMN searched_revision INTEGER;
CREATE INDEX documents_unsearched ON documents (status, tenant_id, collection_id, profile)
  WHERE searched_revision IS NOT revision;
CREATE VIRTUAL TABLE search_index USING fts5(scope, text, found_values, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3');

ALTER TABLE jobs ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET told = 1 WHERE sealed = 1 AND NOT EXISTS (SELECT 1 FROM job_counts c
  WHERE c.job = jobs.job AND c.status IN ('queued', 'processing') AND c.n > 0);
CREATE INDEX jobs_untold ON jobs (job) WHERE told = 0 AND sealed = 1;
CREATE TRIGGER documents_sent_round_again AFTER UPDATE OF status ON documents
WHEN NEW.status = 'queued' AND OLD.status IN ('completed', 'failed', 'cancelled') BEGIN
  UPDATE jobs SET told = 0, opened = opened + 1
    WHERE told = 1 AND job IN (SELECT m.job FROM job_documents m WHERE m.doc = NEW.doc);
END;

CREATE TABLE webhook_deliveries (
  event INTEGER NOT NULL REFERENCES outbox_events,
  tenant_id TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at TEXT NOT NULL,
  last TEXT,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (event, endpoint)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (tenant_id, endpoint, next_at) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_undelivered ON webhook_deliveries (tenant_id, event, endpoint, state)
  WHERE state <> 'delivered';
CREATE INDEX webhook_deliveries_tenant ON webhook_deliveries (tenant_id, event, endpoint);
`
