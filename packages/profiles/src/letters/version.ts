/**
 * Fingerprints of the sources behind the answers for letters. `answers`: all that makes one; a stored answer of other
 * sources is not used again. `questions`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by `npm run docs`.
 */
export const VERSION = {
  answers: 'bcdddd2f4df50d3e',
  questions: '32b67e1d6d1a66c9',
}
