import { z } from 'zod'
import type { Ask, AskedField } from './agent.ts'

export const Status = z.enum(['stated', 'inferred', 'uncertain', 'not_in_document', 'illegible'])

/** The answer of a model about one field, beside the value itself, which has a form of its own per field. */
const Answered = z.object({
  value: z.unknown(),
  status: Status,
  quote: z.string().nullable(),
  confidence: z.number().min(0).max(1),
})
export type ModelField = z.infer<typeof Answered>
const STATUSES: ReadonlySet<unknown> = new Set(Status.options)

/** Whether `Answered` would take it; only what does not fit goes through the schema, which says where. */
function isAnswered(value: unknown): value is ModelField {
  if (typeof value !== 'object' || value === null || !('value' in value)) return false
  const { status, quote, confidence } = value as Partial<Record<keyof ModelField, unknown>>
  return (
    STATUSES.has(status) &&
    (quote === null || typeof quote === 'string') &&
    typeof confidence === 'number' &&
    confidence >= 0 &&
    confidence <= 1
  )
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MAX_PROBLEMS = 10

type Problems = string[]

function noteIssues(problems: Problems, key: string, error: z.ZodError): void {
  for (const issue of error.issues)
    problems.push(`${[key, ...issue.path].join('.')}: ${issue.message}`)
}

/** What a number outside 0–1 was meant to say nobody knows; that it was meant for much or for nothing is clear. */
function clampConfidence(answer: unknown): { answer: unknown; clamped: boolean } {
  if (!isObject(answer)) return { answer, clamped: false }
  const { confidence } = answer
  if (typeof confidence !== 'number' || (confidence >= 0 && confidence <= 1))
    return { answer, clamped: false }
  return { answer: { ...answer, confidence: confidence > 1 ? 1 : 0 }, clamped: true }
}

/** One field of the answer, its value in the form that was asked for; undefined when it does not fit. */
function readField(answer: unknown, ask: Ask, problems: Problems): ModelField | undefined {
  let field = answer
  if (!isAnswered(field)) {
    const answered = Answered.safeParse(field)
    if (!answered.success) {
      noteIssues(problems, ask.key, answered.error)
      return undefined
    }
    field = answered.data
  }
  const { value, status, quote, confidence } = field as ModelField
  if (value === null) return { value, status, quote, confidence }
  const formed = ask.value.safeParse(value)
  if (formed.success) return { value: formed.data, status, quote, confidence }
  noteIssues(problems, `${ask.key}.value`, formed.error)
  return undefined
}

export interface ReadAnswer {
  found: Map<string, ModelField>
  /** Fields that were left out because they did not fit. */
  malformed: number
  clamped: number
}

/**
 * Reads of the answer what can be read, by path. One field that does not fit costs that field; when none fits, what
 * does not (places and forms, never its words).
 */
export function readAnswer(
  json: unknown,
  fields: readonly AskedField[],
): ReadAnswer | { problems: string } {
  if (!isObject(json)) return { problems: 'the answer is not an object' }
  const found = new Map<string, ModelField>()
  const problems: Problems = []
  let clamped = 0
  for (const { path, ask } of fields) {
    const made = clampConfidence(json[ask.key])
    const field = readField(made.answer, ask, problems)
    if (field === undefined) continue
    found.set(path, field)
    if (made.clamped) clamped++
  }
  if (found.size === 0 && problems.length > 0)
    return { problems: problems.slice(0, MAX_PROBLEMS).join('; ') }
  return { found, malformed: fields.length - found.size, clamped }
}
