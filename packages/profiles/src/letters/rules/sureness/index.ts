import type { Finding } from '@colophon/domain'
import type { LetterStructure } from '../structure/index.ts'
import { dateSigns } from './date-signs.ts'
import type { Signs } from './name-signs.ts'
import { recipientSigns, senderSigns } from './party-signs.ts'
import { weighed, type Weights } from './weigh.ts'
import { WEIGHTS } from './weights.ts'

export type { Signs } from './name-signs.ts'
export { ruleOdds, weighed, type Weights } from './weigh.ts'
export { WEIGHTS } from './weights.ts'

/** The fields whose confidence follows from what can be seen of the value. */
export const WEIGHED = ['sender', 'recipient', 'date'] as const
export type WeighedField = (typeof WEIGHED)[number]

/** What a letter shows of a field: what was found, and the signs for and against it. */
export interface Shown {
  found: Finding<unknown>
  signs: Signs
}

/** Signs of each field that has a value with words behind it. */
export function shownBy(
  text: string,
  letter: LetterStructure,
): Partial<Record<WeighedField, Shown>> {
  const all = {
    sender: [letter.senders[0], senderSigns(text, letter)],
    recipient: [letter.recipient, recipientSigns(text, letter)],
    date: [letter.date.creationDate, dateSigns(text, letter)],
  } as const
  const shown: Partial<Record<WeighedField, Shown>> = {}
  for (const field of WEIGHED) {
    const [found, signs] = all[field]
    if (found && signs) shown[field] = { found, signs }
  }
  return shown
}

/**
 * The letter with confidences that rank. Inside one rule every value has the same share of right ones; what stands around
 * it tells the surer from the less sure.
 */
export function withSureness(
  text: string,
  letter: LetterStructure,
  weights: Readonly<Record<WeighedField, Weights>> = WEIGHTS,
): LetterStructure {
  const shown = shownBy(text, letter)
  const sure = <T>(field: WeighedField, found: Finding<T>): Finding<T> => {
    const signs = shown[field]?.signs
    return signs === undefined
      ? found
      : { ...found, confidence: weighed(weights[field], found.confidence, signs) }
  }
  const { date, recipient } = letter
  const [first, ...others] = letter.senders
  return {
    ...letter,
    senders: first ? [sure('sender', first), ...others] : [],
    recipient: recipient && sure('recipient', recipient),
    date: {
      ...date,
      creationDate: date.creationDate && sure('date', date.creationDate),
    },
  }
}
