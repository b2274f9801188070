/** Fingerprints of the sources behind the answers for recipes. Nothing that is kept depends on them. */
export const VERSION = { answers: 'recipes-1', questions: 'recipes-1' }
