/**
 * Version 13. What a person said to the next runs of a document.
 */
export const SCHEMA_13 = `
ALTER TABLE documents ADD COLUMN hints TEXT;
`
