import { createScriptedModels } from '@colophon/adapters/models'
import { unmarked, type ModelClient, type ModelRequest } from '@colophon/domain'
import { ASKED, plausible } from './plausible.ts'
import { diceFor, type Dice } from './random.ts'

const LIE_IN_PROMPT = 0.15
const LIE_OF_OTHER = 0.3
const MISQUOTE = 0.45
const DENY = 0.5

const said = (value: unknown, quote: string | null) => ({
  value,
  status: 'stated',
  quote,
  confidence: 1,
})

/** Words of the question as a value: its description, or the instructions, or its key. */
function echo(key: string, { system, prompt }: ModelRequest, dice: Dice, text: string) {
  const description = ASKED.get(key)?.ask.describe ?? key
  const sentence = dice.pick(system.split(/(?<=\.) /)) ?? system
  const ours = dice.pick([description, sentence, key, prompt.slice(0, 60)]) ?? key
  const { value } = plausible(key, ours, dice)
  return said(typeof value === 'string' && !/^\d{4}/.test(value) ? ours : value, text.slice(0, 40))
}

/**
 * Answers every field, always certain of it: with plausible words of the letter and their real quote, with words of the
 * question, with words of another letter, with a real quote of other words, or that there is nothing to read.
 */
export function createHostileModel(letters: readonly string[], name = 'hostile'): ModelClient {
  const answer = (request: ModelRequest): unknown => {
    const text = unmarked('DOCUMENT', request.prompt)
    const keys = Object.keys(request.schema['properties'] as object)
    return Object.fromEntries(
      keys.map((key) => {
        const dice = diceFor(name, text, key)
        const kind = dice.share()
        if (kind < LIE_IN_PROMPT) return [key, echo(key, request, dice, text)]
        if (kind < LIE_OF_OTHER) {
          const other = plausible(key, dice.pick(letters) ?? text, dice)
          return [key, said(other.value, other.quote)]
        }
        if (kind < MISQUOTE) {
          const [other, own] = [
            plausible(key, dice.pick(letters) ?? text, dice),
            plausible(key, text, dice),
          ]
          return [key, said(other.value, own.quote)]
        }
        if (kind < DENY) return [key, { ...said(null, null), status: 'not_in_document' }]
        const own = plausible(key, text, dice)
        return [key, said(own.value, own.quote)]
      }),
    )
  }
  return createScriptedModels({ model: name, answer })
}
