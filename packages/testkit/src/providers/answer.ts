import { letterOf, synthesise } from '@colophon/adapters/models/scripted'
import type { JsonSchema } from '@colophon/domain'
import type { Fate } from './faults.ts'

const PIECE_CHARACTERS = 40

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
      const text = JSON.stringify(synthesise(schema, letterOf(prompt)))
      return fate === 'max_tokens' ? text.slice(0, Math.ceil(text.length / 2)) : text
    }
  }
}

/** The text in the pieces it is streamed in. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; start += PIECE_CHARACTERS)
    pieces.push(text.slice(start, start + PIECE_CHARACTERS))
  return pieces
}
