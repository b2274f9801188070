import { isKinWord, isRank, type Token } from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import type { Mention } from './mention.ts'
import { readOrganization } from './organizations.ts'
import { opensPlace, readAfterPreposition, readPlace } from './place-mentions.ts'
import { readTitled } from './titled-names.ts'
import { readUnknown } from './unknown-names.ts'
import { readUntitled } from './untitled-names.ts'

/** Mentions that begin at `at`, the surest reading first. */
function readAt(letter: Letter, at: number): Mention[] {
  const token = letter.tokens[at] as Token
  if (!token.cap && !isRank(token.text) && !isKinWord(token.text) && !opensPlace(token.text))
    return []
  const titled = readTitled(letter, at)
  const [first] = titled
  const organization = readOrganization(letter, at)
  if (first && !(organization && organization.to > first.to && organization.pattern === 'firm'))
    return titled
  if (organization) return [organization]
  const found =
    readPlace(letter, at) ??
    readUntitled(letter, at) ??
    readAfterPreposition(letter, at) ??
    readUnknown(letter, at)
  return found ? [found] : []
}

/** All mentions of a letter in the order of the text; none overlaps the next. */
export function scanMentions(letter: Letter): Mention[] {
  const mentions: Mention[] = []
  for (let at = 0; at < letter.tokens.length;) {
    const found = readAt(letter, at)
    mentions.push(...found)
    at = Math.max(at + 1, ...found.map((mention) => mention.to))
  }
  return mentions
}
