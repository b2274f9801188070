import { foldWords } from '@colophon/domain'
import { withSign, type Sign, type Support } from './support.ts'

/** Given names that were written short, in their long form. */
const SHORT = new Map(
  `wm william,thos thomas,chas charles,jas james,geo george,jno john,robt robert,edwd edward,saml samuel,benj benjamin,
   danl daniel,alexr alexander,fredk frederick,richd richard,jos joseph,heinr heinrich,friedr friedrich,wilh wilhelm`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

const MAX_WORDS = 12

/** An initial stands for the name that was written; a name that was written as an initial does not give the name. */
const sameName = (said: string, written: string): boolean =>
  said === written || SHORT.get(written) === said || (said.length === 1 && written.startsWith(said))

const isInitial = (word: string | undefined): boolean => word?.length === 1

/** Where the name ends in the written words when it starts at `from`; a written initial may be left out of it. */
function nameAt(said: readonly string[], written: readonly string[], from: number): boolean {
  let at = from
  for (const [index, word] of said.entries()) {
    while (index > 0 && isInitial(written[at]) && !sameName(word, written[at] ?? '')) at++
    if (!sameName(word, written[at++] ?? '')) return false
  }
  return true
}

/** "Smith, John" is John Smith. */
function turned(name: string): string {
  const [surname = '', given, ...more] = name.split(',')
  return given === undefined || more.length > 0 ? name : `${given} ${surname}`
}

const isNamed = (said: readonly string[], written: readonly string[]): boolean =>
  said.length > 0 &&
  said.length <= MAX_WORDS &&
  said.some((word) => word.length > 1) &&
  written.some((_, from) => nameAt(said, written, from))

/** Whether the quote names somebody so: the same words in their order, shorter names and initials for longer ones. */
export function holdsName(quote: string, name: string): boolean {
  const written = foldWords(quote)
  return isNamed(foldWords(name), written) || isNamed(foldWords(turned(name)), written)
}

/** The value names somebody or something that the quote names. */
export function name(sign?: Sign): Support {
  const shown = withSign('the name stands there', sign)
  return {
    by: 'name',
    form: 'words',
    shows: (value, quote, text) =>
      typeof value === 'string' && holdsName(quote.quote, value) ? shown(value, quote, text) : null,
  }
}
