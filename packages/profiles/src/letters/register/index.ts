import type { Mention, Precedent, ProposedValue, Register, RegisterSpec } from '@colophon/domain'
import { bearersOf } from './bearers.ts'
import { proposeCorrespondent, writerOf } from './correspondents.ts'
import { decidedNames, type DecidedNames } from './decided-names.ts'
import { follow } from './follow.ts'
import { greetingsIn, proposeGreeted, type WriterOf } from './greetings.ts'
import { mentionsOf, RECIPIENT } from './mentions.ts'
import { peopleOf } from './people.ts'
import { saidByPeople } from './said-by-people.ts'
import { proposeYear, yearsOf } from './years.ts'

/** Whether a person has said what the value is here, or that it is not this one. */
const isDecided = (
  { document_id, path, value }: ProposedValue,
  precedents: readonly Precedent[],
): boolean =>
  precedents.some(
    ({ decision }) =>
      (decision.kind === 'is' || (decision.kind === 'is_not' && decision.value === value)) &&
      decision.document_id === document_id &&
      decision.path === path,
  )

function proposalsFor(
  register: Register,
  mentions: readonly Mention[],
  decided: DecidedNames,
): ProposedValue[] {
  const bearers = bearersOf(register)
  const named = (side: 'sender' | 'recipient') =>
    proposeCorrespondent(side, register, mentions, decided)
  const recipient = named('recipient')
  const isOpen = recipient.length === 0 && !mentions.some(({ path }) => path === RECIPIENT)
  const writer: WriterOf = (letter) => writerOf(letter, bearers, decided)
  return [
    ...named('sender'),
    ...recipient,
    ...(isOpen ? proposeGreeted(register, mentions, { bearers, writerOf: writer }) : []),
    ...proposeYear(register, mentions),
  ]
}

/** What the letters of one collection say of each other. */
export const LETTER_REGISTER: RegisterSpec = {
  mentionsOf,
  build: (mentions, precedents) => ({
    people: peopleOf(mentions, precedents),
    years: yearsOf(mentions),
    words: greetingsIn(mentions),
  }),
  propose: (register, mentions, precedents) => [
    ...saidByPeople(mentions, precedents),
    ...proposalsFor(register, mentions, decidedNames(precedents)).filter(
      (proposal) => !isDecided(proposal, precedents),
    ),
  ],
  follow,
}
