/**
 * Fingerprints of the sources behind the answers for letters. `answers`: all that makes one; a stored answer of other
 * sources is not used again. `questions`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by `npm run docs`.
 */
export const VERSION = {
  answers: 'a34bf5096d4870cc',
  questions: '822c6cad07111d3e',
}
