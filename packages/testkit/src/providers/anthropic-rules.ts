/** What the Messages API refuses, as far as our requests could run into it. Null: it takes the request. */
export function refusalOf(body: Record<string, unknown>): string | null {
  const { model, messages, max_tokens: maxTokens, output_config: output } = body
  if (typeof model !== 'string') return 'model: Field required'
  if (!Number.isInteger(maxTokens)) return 'max_tokens: Field required'
  if (!Array.isArray(messages) || messages.length === 0) return 'messages: at least one is required'
  for (const key of ['temperature', 'top_p', 'top_k'])
    if (key in body) return `${key}: this model does not take it`
  if (['any', 'tool'].includes((body['tool_choice'] as { type?: string } | undefined)?.type ?? ''))
    return 'tool_choice: tool use cannot be forced with this model'
  if (body['stream'] !== true) return 'stream: this simulation only streams'
  const format = (output as { format?: { type?: string; schema?: unknown } } | undefined)?.format
  if (format === undefined) return null
  if (format.type !== 'json_schema') return 'output_config.format.type: Input should be json_schema'
  return schemaProblem(format.schema, 'output_config.format.schema')
}

const REFUSED = ['minimum', 'maximum', 'minLength', 'maxLength', 'maxItems', 'pattern', 'oneOf']

/** The grammar takes a part of JSON Schema only, and objects must be closed. */
function schemaProblem(schema: unknown, at: string): string | null {
  if (typeof schema !== 'object' || schema === null) return `${at}: Input should be an object`
  const { properties, items, anyOf, type } = schema as Record<string, unknown>
  const refused = REFUSED.find((key) => key in schema)
  if (refused !== undefined) return `${at}: ${refused} is not supported in an output schema`
  if (
    type === 'object' &&
    (schema as { additionalProperties?: unknown }).additionalProperties !== false
  )
    return `${at}: additionalProperties must be false in an output schema`
  const parts = [
    ...Object.entries((properties ?? {}) as Record<string, unknown>),
    ...(items === undefined ? [] : [['items', items] as const]),
    ...((anyOf ?? []) as unknown[]).map((part, index) => [`anyOf.${index}`, part] as const),
  ]
  for (const [key, part] of parts) {
    const problem = schemaProblem(part, `${at}.${key}`)
    if (problem !== null) return problem
  }
  return null
}
