import { runsOn, type Token } from '@colophon/methods/names'
import type { Letter } from './letter.ts'

const reading =
  /^(?:read|reading|reads|called|entitled|titled|title|reprint|gelesen|lesen|lu|lire|intitulé)$/u
const work =
  /^(?:author|authoress|edition|editions|edn|edns|ed|eds|copy|copies|vol|vols|volume|volumes|part|parts|novel|tragedy|play|poem|translation|history|story|tale|scene|act|canto|hero|heroine|verfasser|auflage|ausgabe|auteur|édition)$/u

/** The words before speak of a book or play, so that the name is its title or a figure in it. */
export function namesWork(letter: Letter, at: number): boolean {
  const [first, second, third] = [
    letter.tokens[at - 1],
    letter.tokens[at - 2],
    letter.tokens[at - 3],
  ]
  const token = letter.tokens[at] as Token
  if (!first || !(runsOn(token) || token.ampersand)) return token.quoted
  if (token.quoted || reading.test(first.lower)) return true
  if (work.test(first.lower) && first.lower !== 'part') return true
  if (!/^(?:of|to|in|von|de)$/u.test(first.lower))
    return work.test(second?.lower ?? '') && /^(?:of|von|de)$/u.test(first.lower)
  return (
    work.test(second?.lower ?? '') || (second?.lower === 'the' && work.test(third?.lower ?? ''))
  )
}
