import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type * as Eld from 'eld/extrasmall'

let detector: typeof Eld.eld | undefined

/** The package exports itself to `import` alone, which would have us wait; its file can be required. */
const load = () =>
  createRequire(import.meta.url)(fileURLToPath(import.meta.resolve('eld/extrasmall'))) as typeof Eld

/**
 * Statistics of character groups over sixty languages, for texts that no word list of ours knows. Loaded on first need,
 * since its tables take 80 MB and few texts ask. Answers an ISO 639-1 code, or 'und'.
 */
export function languageByCharacters(text: string): string {
  detector ??= load().eld
  return detector.detect(text.slice(0, 2000)).language || 'und'
}
