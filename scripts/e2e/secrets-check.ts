import type { Check } from './checks.ts'
import type { Evidence } from './evidence.ts'
import type { Letter } from './letters.ts'
import type { Scrape } from './target.ts'

export interface Forbidden {
  secrets: readonly string[]
  letters: readonly Letter[]
}

/** As it stands in a line of JSON too: without quotes, breaks and whatever else is escaped there. */
const PHRASE = /[\p{L} ,;]{30,}/gu

/** The longest passage of a letter: whoever writes its text somewhere writes this. */
function phraseOf({ text, pages = [] }: Letter): string | undefined {
  const found = [...(text ?? pages.join('\n')).matchAll(PHRASE)].map(([phrase]) => phrase.trim())
  return found.sort((a, b) => b.length - a.length)[0]
}

/** Who says what must not be said: the kind of it alone, since a report is read by many. */
export function leaksIn(said: readonly Scrape[], { secrets, letters }: Forbidden): string[] {
  const phrases = letters.flatMap((letter) => phraseOf(letter) ?? [])
  return said.flatMap(({ process, text }) => [
    ...(secrets.some((secret) => text.includes(secret)) ? [`a secret from ${process}`] : []),
    ...(phrases.some((phrase) => text.includes(phrase))
      ? [`text of a letter from ${process}`]
      : []),
  ])
}

export function checkSecrets({ leaks, logs }: Evidence): Check {
  return {
    name: 'nothing secret in logs and metrics',
    wanted: 'no secret and no text of a letter',
    ok: leaks.length > 0 ? false : logs > 0 ? true : null,
    figure:
      leaks.length > 0
        ? leaks.join('; ')
        : logs > 0
          ? `none in ${logs} logs and all metrics`
          : 'none in the metrics; logs cannot be read from here',
  }
}
