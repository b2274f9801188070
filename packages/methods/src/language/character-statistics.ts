import { createRequire } from 'node:module'
import type * as Franc from 'franc-min'

type Identify = typeof Franc.franc

let identify: Identify | undefined

/**
 * Trigram statistics over some eighty languages, for texts that no word list of ours knows. Loaded on first need: most
 * our texts never ask. Answers a BCP 47 code or 'und'.
 */
export function languageByCharacters(text: string): string {
  identify ??= (createRequire(import.meta.url)('franc-min') as typeof Franc).franc
  const code = identify(text.slice(0, 2000), { minLength: 60 })
  // The library answers ISO 639-3; the canonical BCP 47 tag is the shortest code of the language.
  return code === 'und' ? 'und' : (Intl.getCanonicalLocales(code)[0] ?? 'und')
}
