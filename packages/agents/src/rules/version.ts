/**
 * Fingerprint of the rules' sources, part of every agent's definition hash: a stored answer of other rules must not be
 * reused. Written by `npm run docs`.
 */
export const RULES_VERSION = 'bed29acd107a5bc6'
