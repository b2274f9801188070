/**
 * Version 14. Budgets that people set, with all their changes, and the thresholds that were told of: once each.
 */
export const SCHEMA_14 = `
CREATE TABLE budget_records (
  tenant_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  terms TEXT NOT NULL,
  revision INTEGER NOT NULL,
  changes TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (tenant_id, scope, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_records_in_force ON budget_records (tenant_id, scope, id) WHERE terms <> 'null';

CREATE TABLE budget_crossings (
  crossing INTEGER PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  key TEXT NOT NULL,
  threshold INTEGER NOT NULL,
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  limit_pico_usd INTEGER NOT NULL,
  spent_pico_usd INTEGER NOT NULL,
  at TEXT NOT NULL,
  UNIQUE (tenant_id, key, threshold)
) STRICT;
CREATE INDEX budget_crossings_of ON budget_crossings (tenant_id, crossing);
`
