import type { Mention, Precedent, ProposedValue } from '@colophon/domain'
import { RECIPIENT, SALUTATION, SENDER, SIGNATURE } from './mentions.ts'

/** Where a letter has words of its correspondents, the likeliest first. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  [SENDER]: [SENDER, SIGNATURE],
  [RECIPIENT]: [RECIPIENT, SALUTATION],
}

/**
 * What a person said of a correspondent of this letter. It needs no lead, but words of the letter that it makes fuller: a
 * letter without any has to be decided on at the desk.
 */
export function saidByPeople(
  mentions: readonly Mention[],
  precedents: readonly Precedent[],
): ProposedValue[] {
  return precedents.flatMap(({ precedent_id, decision }): ProposedValue[] => {
    if (decision.kind !== 'is') return []
    const { document_id, path, value } = decision
    const own = mentions.filter((mention) => mention.document_id === document_id)
    const words = (WORDS[path] ?? [])
      .map((place) => own.find((mention) => mention.path === place && mention.words !== ''))
      .find((mention) => mention !== undefined)
    if (words === undefined || (words.path === path && words.value === value)) return []
    const { start, end } = words
    return [
      {
        ...{ document_id, path, value },
        kind: 'decided',
        status: 'inferred',
        confidence: 1,
        reason: `A person decided that “${words.words}” is ${value} here`,
        evidence: { start, end },
        supports: [{ kind: 'precedent', precedent_id }],
      },
    ]
  })
}
