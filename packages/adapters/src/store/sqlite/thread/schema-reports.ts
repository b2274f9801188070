/**
 * Version 10. What is asked over many tasks: what changed, what was decided when, by whom; and which are known answers.
 * Each index holds only what people have worked on.
 */
export const SCHEMA_10 = `
CREATE INDEX review_queue_changed ON review_queue (tenant_id, updated_at, review_id);
CREATE INDEX review_queue_decided ON review_queue (tenant_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX review_queue_seeded ON review_queue (tenant_id, updated_at) WHERE json_extract(drawn, '$.kind') = 'seeded';
CREATE INDEX audit_events_decided ON audit_events (tenant_id, at, actor, action, path) WHERE change_id IS NOT NULL;
`
