import { synthesise } from '@colophon/adapters/models/scripted'
import { unmarked, type JsonSchema } from '@colophon/domain'
import type { Fate } from './faults.ts'

const PIECE_CHARACTERS = 40
const BEYOND_ANY_BOUND = 1_234_567_890

/** What the model says when the call comes to this. */
export function answerText(fate: Fate, schema: JsonSchema, prompt: string): string {
  switch (fate) {
    case 'invalid_json':
      return '{"this": is not, JSON'
    case 'schema_violation':
      return JSON.stringify({ unexpected: ['another form'] })
    case 'refusal':
      return 'I cannot help with that.'
    default: {
      const answer = synthesise(schema, unmarked('DOCUMENT', prompt))
      const text = JSON.stringify(fate === 'out_of_range' ? unbounded(answer, schema) : answer)
      const isCut = fate === 'max_tokens' || fate === 'silent_end'
      return isCut ? text.slice(0, Math.ceil(text.length / 2)) : text
    }
  }
}

/** A grammar does not hold a number to its bounds; only one that is chosen from a list stays in it. */
function unbounded(answer: unknown, schema: JsonSchema | undefined): unknown {
  if (typeof answer === 'number') return schema?.['enum'] === undefined ? BEYOND_ANY_BOUND : answer
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return answer
  const properties = (schema?.['properties'] ?? {}) as Record<string, JsonSchema>
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]) => [key, unbounded(value, properties[key])]),
  )
}

/** As small models write: a token at a time, with blanks and line breaks inside of the JSON and after it. */
export const tokensOf = (text: string): string[] =>
  [...text.replace(/(?<=\{)(?=")/g, '\n ').matchAll(/\s+|[^\s]{1,4}/g)]
    .map(([token]) => token)
    .concat(['\n', ' '])

/** The text in the pieces it is streamed in. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; start += PIECE_CHARACTERS)
    pieces.push(text.slice(start, start + PIECE_CHARACTERS))
  return pieces
}
