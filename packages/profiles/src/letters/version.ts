/**
 * Fingerprints of the sources behind the answers for letters. `answers`: all that makes one; a stored answer of other
 * sources is not used again. `questions`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by `npm run docs`.
 */
export const VERSION = {
  answers: 'ccb7d61e06f34a99',
  questions: 'c2ffb72e1278f2f9',
}
