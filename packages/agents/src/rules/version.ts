/**
 * Fingerprint of the rules' sources, part of every agent's definition hash: a stored answer of other rules must not be
 * reused. Written by `npm run docs`.
 */
export const RULES_VERSION = '1c27ba5c87023ebe'
