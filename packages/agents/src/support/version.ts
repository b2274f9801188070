/**
 * Fingerprint of how values of models are held against a document: what was measured of models before it changed is not
 * used any more. Written by `npm run docs`.
 */
export const SUPPORT_VERSION = '2d16ff0a04c05242'
