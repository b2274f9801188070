import type { JsonSchema } from '@colophon/domain'

/** What becomes of a schema that is sent as `format`. */
export type GrammarFate =
  | 'held'
  /** It cannot be read: HTTP 500, and nothing else happens. */
  | 'unreadable'
  /** It can, and the grammar made of it cannot: the process that runs the model dies. */
  | 'deadly'

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array'])
const MOST_REPEATED = 2_000
/** Escapes that are none in a grammar's own texts: it dies of them. In classes it knows fewer. */
const DEADLY_ESCAPE = /\\(?![xuUtrn"[\]\\^$.|?*+(){}])/
const DEADLY_IN_CLASS = /\[[^\]]*\\(?![xuUtrn"[\]\\])/

function fateOfPattern(pattern: string): GrammarFate {
  if (!/^\^.*\$$/s.test(pattern)) return 'unreadable'
  if (DEADLY_ESCAPE.test(pattern) || DEADLY_IN_CLASS.test(pattern)) return 'deadly'
  const repeated = [...pattern.matchAll(/\{(\d*),?(\d*)\}/g)].flatMap(([, from, to]) => [from, to])
  return repeated.some((times) => Number(times) > MOST_REPEATED) ? 'deadly' : 'held'
}

const worst = (fates: readonly GrammarFate[]): GrammarFate =>
  fates.find((fate) => fate === 'unreadable') ?? fates.find((fate) => fate === 'deadly') ?? 'held'

const isTooMany = (times: unknown): boolean => typeof times === 'number' && times > MOST_REPEATED

/**
 * What a real Ollama makes of a schema (0.17.4, which has it of llama.cpp), as far as ours could run into it. The same
 * schemas are sent to a real one where there is one.
 */
export function grammarFateOf(schema: JsonSchema): GrammarFate {
  const { type, anyOf, oneOf, properties, items } = schema
  const alternatives = (oneOf ?? anyOf) as JsonSchema[] | undefined
  if (alternatives !== undefined) return worst(alternatives.map(grammarFateOf))
  if (schema['const'] !== undefined || schema['enum'] !== undefined) return 'held'
  if (properties !== undefined && (type === undefined || type === 'object'))
    return worst(Object.values(properties as Record<string, JsonSchema>).map(grammarFateOf))
  if (items !== undefined && (type === undefined || type === 'array')) {
    const own = isTooMany(Number(schema['maxItems'] ?? 0) - 1) ? 'deadly' : 'held'
    return worst([grammarFateOf(items as JsonSchema), own])
  }
  if (typeof schema['pattern'] === 'string' && (type === undefined || type === 'string'))
    return fateOfPattern(schema['pattern'])
  if (isTooMany(schema['maxLength']) || isTooMany(schema['minLength'])) return 'deadly'
  if (Object.keys(schema).length === 0) return 'held'
  return typeof type === 'string' && TYPES.has(type) ? 'held' : 'unreadable'
}

/** Constructs that no schema of ours may hold, with where they stand: what is ignored, refused or deadly. */
export function beyondGrammar(schema: unknown, at = '$'): string[] {
  if (typeof schema !== 'object' || schema === null) return [`${at}: not a schema`]
  const part = schema as JsonSchema
  const own = Object.keys(part)
    .filter((key) => !HELD_KEYWORDS.has(key))
    .map((key) => `${at}: ${key}`)
  const problems = [...own, ...problemsOfBounds(part).map((problem) => `${at}: ${problem}`)]
  for (const [key, each] of Object.entries((part['properties'] ?? {}) as JsonSchema))
    problems.push(...beyondGrammar(each, `${at}.${key}`))
  if (part['items'] !== undefined) problems.push(...beyondGrammar(part['items'], `${at}[]`))
  for (const [index, each] of ((part['anyOf'] ?? []) as unknown[]).entries())
    problems.push(...beyondGrammar(each, `${at}|${index}`))
  return problems
}

const HELD_KEYWORDS = new Set([
  ...['$schema', 'type', 'description', 'enum', 'anyOf'],
  ...['properties', 'required', 'additionalProperties', 'items'],
  ...['minItems', 'maxItems', 'maxLength', 'pattern'],
])

function problemsOfBounds(part: JsonSchema): string[] {
  const { type, pattern, maxLength, maxItems } = part
  if (part['enum'] !== undefined || part['anyOf'] !== undefined) return []
  switch (type) {
    case 'object':
      return part['additionalProperties'] === false ? [] : ['an open object']
    case 'array':
      return maxItems === undefined ? ['a list without maxItems'] : tooMany('maxItems', maxItems)
    case 'string':
      if (pattern === undefined && maxLength === undefined) return ['a text without maxLength']
      return [...tooMany('maxLength', maxLength), ...problemsOfPattern(pattern)]
    case 'boolean':
    case 'null':
      return []
    default:
      return [`a bare ${String(type)}`]
  }
}

const tooMany = (name: string, times: unknown): string[] =>
  isTooMany(times) ? [`${name} above ${MOST_REPEATED}`] : []

function problemsOfPattern(pattern: unknown): string[] {
  if (typeof pattern !== 'string') return []
  const problems: string[] = []
  if (/\\/.test(pattern)) problems.push('an escape in a pattern')
  if (/\(\?/.test(pattern)) problems.push('look-around in a pattern')
  if (/[.]|\[\^|"/.test(pattern)) problems.push('a pattern that lets quotes through')
  if (/[*+]|,\}/.test(pattern)) problems.push('a pattern without an end')
  if (!/^\^.*\$$/s.test(pattern)) problems.push('a pattern without anchors')
  return problems
}
