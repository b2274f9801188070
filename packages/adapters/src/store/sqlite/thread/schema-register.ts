/**
 * Version 16. Documents are read for the register of their collection: `registered_revision` is the revision that was
 * read, and the partial index holds those that were not read, or not as they are; those of no collection of their own
 * never are. A register is due while its `step`, which counts up with all that is read and decided, is ahead of the one
 * that was `applied`. A precedent carries all of its changes.
 */
export const SCHEMA_16 = `
ALTER TABLE documents ADD COLUMN registered_revision INTEGER;
CREATE INDEX documents_unregistered ON documents (tenant_id, collection_id, enrichment_job_id)
  WHERE status = 'completed' AND registered_revision IS NOT revision AND collection_id <> 'default';

CREATE TABLE registers (
  tenant_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  step INTEGER NOT NULL,
  applied INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, collection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX registers_due ON registers (tenant_id, collection_id) WHERE step > applied;

CREATE TABLE register_readings (
  doc INTEGER PRIMARY KEY REFERENCES documents,
  reading TEXT NOT NULL
) STRICT;

CREATE TABLE precedents (
  tenant_id TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  precedent_id TEXT NOT NULL,
  precedent TEXT NOT NULL,
  revision INTEGER NOT NULL,
  changes TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, collection_id, precedent_id)
) STRICT, WITHOUT ROWID;
`
