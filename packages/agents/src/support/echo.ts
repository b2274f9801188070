import { foldWords } from '@colophon/domain'
import { askedFieldsOf, type Agent } from '../agent.ts'
import { promptFor } from '../prompt.ts'
import { schemaFor } from '../answer-schema.ts'
import { spaced } from './words.ts'

/** A run of this many words that is ours and not the document's is no chance. */
const RUN = 5
const CODE = /^[a-z]+(?:_[a-z]+)+$/

interface OurWords {
  /** All that is sent around a document: instructions, what is asked, the schema. */
  text: string
  /** Keys and states of answers. */
  codes: ReadonlySet<string>
}

const ourWords = new WeakMap<Agent, OurWords>()

function wordsOf(agent: Agent): OurWords {
  let known = ourWords.get(agent)
  if (known === undefined) {
    const fields = askedFieldsOf(agent)
    const schema = JSON.stringify(schemaFor(agent, fields))
    const sent = `${agent.instructions}\n${promptFor(agent, { text: '', found: {} }, fields)}\n${schema}`
    const states = [...schema.matchAll(/"([a-z]+(?:_[a-z]+)+)"/g)].map(([, code = '']) => code)
    const codes = new Set([...fields.map(({ ask }) => ask.key), ...states])
    ourWords.set(agent, (known = { text: spaced(foldWords(sent)), codes }))
  }
  return known
}

/** The strings of a value, those of its parts and items too. */
function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null)
    for (const part of Object.values(value)) yield* stringsOf(part)
}

function isOurs(said: string, { text: ours, codes }: OurWords, document: () => string): boolean {
  const words = foldWords(said)
  if (words.length < 2 || CODE.test(said.trim()))
    return codes.has(said.trim().toLowerCase()) && !document().includes(spaced(words))
  for (let at = 0; at + Math.min(RUN, words.length) <= words.length; at++) {
    const run = spaced(words.slice(at, at + RUN))
    if (ours.includes(run) && !document().includes(run)) return true
  }
  return false
}

/** Whether a value says again what the agent asked, be it instructions, descriptions or keys, and not the document. */
export function createEchoCheck(agent: Agent, text: string): (value: unknown) => boolean {
  let words: string | undefined
  const wordsOfDocument = () => (words ??= spaced(foldWords(text)))
  return (value) => {
    const ours = wordsOf(agent)
    for (const said of stringsOf(value)) if (isOurs(said, ours, wordsOfDocument)) return true
    return false
  }
}
