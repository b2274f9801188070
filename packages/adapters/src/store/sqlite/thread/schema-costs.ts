const MEASURES = `calls INTEGER NOT NULL,
  unpriced INTEGER NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write_5m INTEGER NOT NULL,
  cache_write_1h INTEGER NOT NULL,
  compute_ms INTEGER NOT NULL,
  amount_pico_usd INTEGER NOT NULL`

const COLUMNS = `day TEXT NOT NULL,
  collection_id TEXT NOT NULL,
  tier TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  agent TEXT NOT NULL,
  state TEXT NOT NULL,
  ${MEASURES}`

const SUMS = `count(*), sum(priced = 0), sum(input), sum(output), sum(cache_read), sum(cache_write_5m),
  sum(cache_write_1h), sum(CAST(round(duration_ms) AS INTEGER)), sum(amount_pico_usd)`

const BY_DAY = 'tenant_id, day, collection_id, tier, provider, model, agent, state'

/**
 * Version 12. Sums of the ledger by day, and by job and day, with all kinds of tokens: what reports ask for. Written in the
 * transaction of the rows they sum up; they take the place of sums that knew neither collection nor kinds.
 */
export const SCHEMA_12 = `
CREATE TABLE cost_days (
  tenant_id TEXT NOT NULL,
  ${COLUMNS},
  PRIMARY KEY (${BY_DAY})
) STRICT, WITHOUT ROWID;
INSERT INTO cost_days SELECT ${BY_DAY}, ${SUMS} FROM cost_records GROUP BY ${BY_DAY};

CREATE TABLE cost_jobs (
  enrichment_job_id TEXT NOT NULL,
  tenant_id TEXT NOT NULL,
  ${COLUMNS},
  PRIMARY KEY (tenant_id, enrichment_job_id, day, collection_id, tier, provider, model, agent, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX cost_jobs_day ON cost_jobs (tenant_id, day);
INSERT INTO cost_jobs SELECT enrichment_job_id, ${BY_DAY}, ${SUMS} FROM cost_records
  GROUP BY enrichment_job_id, ${BY_DAY};

DROP TABLE cost_rollups;
`
