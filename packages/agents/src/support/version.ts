/**
 * Fingerprint of how values of models are held against a document: what was measured of models before it changed is not
 * used any more. Written by `npm run docs`.
 */
export const SUPPORT_VERSION = 'b03c6a1afdae44e0'
