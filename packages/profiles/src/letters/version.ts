/**
 * Fingerprints of the sources behind the answers for letters. `answers`: all that makes one; a stored answer of other
 * sources is not used again. `questions`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by `npm run docs`.
 */
export const VERSION = {
  answers: '9c64f12f832a0370',
  questions: '7ef9d6a997d7cb55',
}
