/**
 * Fingerprint of how models are asked and their values held against a document: what was measured of models before it
 * changed is not used any more. Written by `npm run docs`.
 */
export const SUPPORT_VERSION = '925d89d91842eb40'
