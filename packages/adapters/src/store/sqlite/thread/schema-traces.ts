/**
 * Version 11. A document and each of its revisions say which span has submitted them.
 */
export const SCHEMA_11 = `
ALTER TABLE documents ADD COLUMN traceparent TEXT;
ALTER TABLE document_revisions ADD COLUMN traceparent TEXT;
`
