import type { JsonSchema } from '@colophon/domain'
import { z } from 'zod'
import type { Agent, Ask, AskedField } from './agent.ts'
import { Status } from './question.ts'

/**
 * The one place that makes what is sent as an answer's form. Providers compile it into a grammar, which knows little of
 * JSON Schema: what it does not know it may ignore, refuse, or die of. So a schema is not cleaned of what is known to
 * hurt; it is put together of the few constructs below, and a form that needs another is refused here.
 */

/** Characters of a text, unless its form says less: small models repeat themselves until something ends them. */
const TEXT_CHARACTERS = 300
const QUOTE_CHARACTERS = 300
/** Length of the texts inside a list's items: names, places, a few words. */
const ITEM_CHARACTERS = 160
const LIST_ITEMS = 12
/** Repetitions that no grammar compiler refuses. */
const MOST_REPEATED = 2_000

/** No grammar bounds a number by its size: a confidence is chosen among these. */
export const CONFIDENCE_STEPS = [0, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const

export class UnsupportedForm extends TypeError {}

type Part = Record<string, unknown>

/** Parts of a pattern that grammars of providers lack, or that would let a text out of its quotes. */
const BEYOND_GRAMMAR = /[\\.*+"]|\(\?|,\}|\[\^/
const DIGITS_OUTSIDE_OF_CLASSES = /(\[[^\]]*\])|\\d/g

/** A pattern with its digits spelt out, or null when it cannot be said without what grammars lack. */
function plainPattern(pattern: unknown): string | null {
  if (typeof pattern !== 'string') return null
  const plain = pattern.replace(
    DIGITS_OUTSIDE_OF_CLASSES,
    (_, inClass?: string) => inClass ?? '[0-9]',
  )
  return /^\^.*\$$/.test(plain) && !BEYOND_GRAMMAR.test(plain) ? plain : null
}

function textOf({ maxLength, pattern }: Part, characters: number): JsonSchema {
  const plain = plainPattern(pattern)
  if (plain !== null) return { type: 'string', pattern: plain }
  const longest = typeof maxLength === 'number' ? maxLength : characters
  return { type: 'string', maxLength: Math.min(longest, MOST_REPEATED) }
}

function objectOf({ properties = {}, required = [] }: Part): JsonSchema {
  const parts = Object.entries(properties as Record<string, Part>)
  return {
    type: 'object',
    properties: Object.fromEntries(
      parts.map(([key, part]) => [key, constructOf(part, ITEM_CHARACTERS)]),
    ),
    required,
    additionalProperties: false,
  }
}

function listOf({ items, maxItems, minItems }: Part): JsonSchema {
  const most = typeof maxItems === 'number' ? maxItems : LIST_ITEMS
  return {
    type: 'array',
    items: constructOf((items ?? {}) as Part, ITEM_CHARACTERS),
    ...(typeof minItems === 'number' && { minItems }),
    maxItems: Math.min(most, MOST_REPEATED),
  }
}

/** One part of a form in the constructs every grammar has. */
function constructOf(part: Part, characters: number): JsonSchema {
  const described = typeof part['description'] === 'string' && { description: part['description'] }
  return { ...bareConstructOf(part, characters), ...described }
}

function bareConstructOf(part: Part, characters: number): JsonSchema {
  const { type, enum: among, const: only, anyOf } = part
  if (Array.isArray(anyOf))
    return { anyOf: (anyOf as Part[]).map((each) => constructOf(each, characters)) }
  if (Array.isArray(type))
    return { anyOf: type.map((each: unknown) => constructOf({ ...part, type: each }, characters)) }
  if (only !== undefined) return { enum: [only] }
  if (Array.isArray(among)) return { ...(typeof type === 'string' && { type }), enum: among }
  switch (type) {
    case 'string':
      return textOf(part, characters)
    case 'object':
      return objectOf(part)
    case 'array':
      return listOf(part)
    case 'boolean':
    case 'null':
      return { type }
    default:
      // Numbers too: a grammar does not hold them to their bounds.
      throw new UnsupportedForm(`no grammar holds an answer to ${JSON.stringify(type ?? part)}`)
  }
}

/** A form in the constructs every grammar has; throws `UnsupportedForm` on one that needs another. */
export function grammarSchema(form: z.ZodType, characters = TEXT_CHARACTERS): JsonSchema {
  return constructOf(z.toJSONSchema(form), characters)
}

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })

const statusMeans = (unit: string): string =>
  'stated: it stands in the text; inferred: it follows from the text; uncertain: a guess; ' +
  `not_in_document: the ${unit} does not say; illegible: it stands there but cannot be read`

const valueSchemas = new WeakMap<Ask, JsonSchema>()

function valueSchema(ask: Ask): JsonSchema {
  let schema = valueSchemas.get(ask)
  if (schema === undefined)
    valueSchemas.set(ask, (schema = orNull(grammarSchema(ask.value, ask.longest))))
  return schema
}

/** The schema a model is held to when it is asked for one field of what the profile calls its unit. */
export function fieldSchema(unit: string, ask: Ask): JsonSchema {
  return {
    type: 'object',
    properties: {
      value: { ...valueSchema(ask), description: ask.describe },
      status: { type: 'string', enum: Status.options, description: statusMeans(unit) },
      quote: {
        ...orNull({ type: 'string', maxLength: QUOTE_CHARACTERS }),
        description: `The words of the ${unit} that show it, copied exactly`,
      },
      confidence: { type: 'number', enum: CONFIDENCE_STEPS },
    },
    required: ['value', 'status', 'quote', 'confidence'],
    additionalProperties: false,
  }
}

const MAX_SCHEMAS = 512
const schemas = new WeakMap<Agent, Map<string, JsonSchema>>()

/**
 * One combined schema for the fields still wanted, the same object for the same fields. Put together from the fields'
 * own, since which fields are unsure differs from document to document: a zod object per combination would be compiled anew.
 */
export function schemaFor(agent: Agent, fields: readonly AskedField[]): JsonSchema {
  const keys = fields.map(({ ask }) => ask.key)
  const name = keys.join(' ')
  let ofAgent = schemas.get(agent)
  if (ofAgent === undefined) schemas.set(agent, (ofAgent = new Map<string, JsonSchema>()))
  let schema = ofAgent.get(name)
  if (schema === undefined) {
    schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: Object.fromEntries(
        fields.map(({ ask }) => [ask.key, fieldSchema(agent.unit, ask)]),
      ),
      required: keys,
      additionalProperties: false,
    }
    if (ofAgent.size < MAX_SCHEMAS) ofAgent.set(name, schema)
  }
  return schema
}

/** What small models write a token for, and what stands around a field's value and quote. */
const CHARACTERS_PER_TOKEN = 3
const TOKENS_AROUND_FIELD = 48
const TOKENS_PER_ITEM = 64

/** Tokens a value of this form takes: all of a text, and of lists as many items as there may be, each of a line. */
function valueTokens(schema: JsonSchema): number {
  const { anyOf, maxLength, maxItems, items } = schema as {
    anyOf?: JsonSchema[]
    maxLength?: number
    maxItems?: number
    items?: JsonSchema
  }
  if (anyOf !== undefined) return Math.max(...anyOf.map(valueTokens))
  if (maxLength !== undefined) return Math.ceil(maxLength / CHARACTERS_PER_TOKEN)
  if (maxItems === undefined) return 8
  return maxItems * Math.min(TOKENS_PER_ITEM, items === undefined ? 8 : itemTokens(items))
}

const itemTokens = (items: JsonSchema): number =>
  items['type'] === 'object' ? TOKENS_PER_ITEM : valueTokens(items)

/** Tokens the whole of an answer for these fields can need, without what a model thinks before it. */
export function answerTokensFor(fields: readonly AskedField[]): number {
  const quote = Math.ceil(QUOTE_CHARACTERS / CHARACTERS_PER_TOKEN)
  return fields.reduce((sum, { ask }) => {
    return sum + valueTokens(valueSchema(ask)) + quote + TOKENS_AROUND_FIELD
  }, 0)
}
