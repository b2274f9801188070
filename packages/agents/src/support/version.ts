/**
 * Fingerprint of how values of models are held against a document: what was measured of models before it changed is not
 * used any more. Written by `npm run docs`.
 */
export const SUPPORT_VERSION = 'ac0f0b77a3a07d37'
