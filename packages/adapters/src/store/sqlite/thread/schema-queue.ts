/**
 * Version 15. Who holds tasks is found by when their leases end, however many were begun and left; and tasks stand under
 * their kind of record too.
 */
export const SCHEMA_15 = `
DROP INDEX review_queue_begun;
CREATE INDEX review_queue_begun ON review_queue (tenant_id, lease_until) WHERE status = 'in_progress';
`
