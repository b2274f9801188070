/**
 * Fingerprint of how values of models are held against a document: what was measured of models before it changed is not
 * used any more. Written by `npm run docs`.
 */
export const SUPPORT_VERSION = '1fa0f0d2df4d82c4'
