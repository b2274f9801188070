/**
 * Fingerprints of the sources behind the answers for letters. `answers`: all that makes one; a stored answer of other
 * sources is not used again. `questions`: how models are asked and held against a document; what was measured of models
 * before it changed is not used any more. Written by `npm run docs`.
 */
export const VERSION = {
  answers: 'd9dda860417ef61e',
  questions: 'd3c12dc937391d3e',
}
