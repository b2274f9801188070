import type { JsonSchema, ModelRequest } from '@colophon/domain'
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'

export const EFFORTS = ['low', 'medium', 'high', 'none'] as const
export type Effort = (typeof EFFORTS)[number]

/** How the answer's form is asked for: as a grammar that forces it, or in words. */
export type Form = 'grammar' | 'words'

// The schemas of a run are the same few objects: each is transformed once, and null when it cannot be.
const transformed = new WeakMap<JsonSchema, JsonSchema | null>()

/**
 * Lengths hold small models, which repeat themselves. This provider's grammar does not know them: they would be told in
 * words, and paid for with each call.
 */
function withoutLengths(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    (key === 'maxLength' || key === 'maxItems') && typeof value === 'number' ? undefined : value,
  )
  return JSON.parse(text) as JsonSchema
}

/** The schema in the subset the provider takes; what is outside of it becomes a hint in a description. */
export function grammarOf(schema: JsonSchema): JsonSchema | null {
  let known = transformed.get(schema)
  if (known === undefined) {
    try {
      known = transformJSONSchema(withoutLengths(schema))
    } catch {
      // A part without a type, which takes any value, has no grammar.
      known = null
    }
    transformed.set(schema, known)
  }
  return known
}

/**
 * No temperature and no forced tool use: current models refuse both. The part that is the same for every document comes
 * first and is marked for the cache; nothing that changes may stand before it.
 */
export function messageFor(
  request: ModelRequest,
  model: string,
  effort: Effort,
  form: Form,
): MessageCreateParamsStreaming {
  const grammar = form === 'grammar' ? grammarOf(request.schema) : null
  const told = () =>
    `Answer with one JSON value that fits this JSON Schema, and nothing else, no code fence:\n${inWords(request.schema)}`
  return {
    model,
    max_tokens: request.max_tokens,
    stream: true,
    system: [
      { type: 'text', text: request.system, cache_control: { type: 'ephemeral' } },
      ...(grammar === null ? [{ type: 'text' as const, text: told() }] : []),
    ],
    messages: [{ role: 'user', content: request.prompt }],
    output_config: {
      ...(effort !== 'none' && { effort }),
      ...(grammar !== null && { format: { type: 'json_schema' as const, schema: grammar } }),
    },
  }
}

const worded = new WeakMap<JsonSchema, string>()

function inWords(schema: JsonSchema): string {
  let text = worded.get(schema)
  if (text === undefined) {
    const { $schema: _dialect, ...rest } = withoutLengths(schema)
    worded.set(schema, (text = JSON.stringify(rest)))
  }
  return text
}

const schemaTexts = new WeakMap<JsonSchema, string>()

function schemaText(schema: JsonSchema): string {
  let text = schemaTexts.get(schema)
  if (text === undefined) schemaTexts.set(schema, (text = JSON.stringify(schema)))
  return text
}

/** All texts that are sent, for estimates. */
export const textsOf = ({ system, prompt, schema }: ModelRequest): string[] => [
  system,
  prompt,
  schemaText(schema),
]
