import { z } from 'zod'
import type { Operation, Route } from './operation.ts'

export interface ApiDescription {
  service: string
  title: string
  version: string
  routes: readonly Route[]
}

type Json = Record<string, unknown>

export interface OpenApiParameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  description?: string
  schema: Json
}
export interface OpenApiOperation {
  operationId: string
  summary: string
  description?: string
  parameters: OpenApiParameter[]
  requestBody?: Json
  responses: Record<string, { description: string; content?: Json }>
}
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string }
  paths: Record<string, Record<string, OpenApiOperation>>
  components: Json
}

const PROBLEM = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  fix: z.string().optional(),
  instance: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ in: z.string(), name: z.string(), message: z.string() })).optional(),
})

/** OpenAPI 3.1 of a route table: the same schemas that parse the requests. */
export function openApi({ title, version, routes }: ApiDescription): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const [method, path, operation] of routes) {
    const pattern = path.replace(/:(\w+)/g, '{$1}')
    const entry = (paths[pattern] ??= {})
    entry[method.toLowerCase()] = describe(`${method.toLowerCase()}${nameOf(path)}`, operation)
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: { schemas: { Problem: schemaOf(PROBLEM, 'output') } },
  }
}

function describe(operationId: string, operation: Operation): OpenApiOperation {
  const { summary, description, body } = operation
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parametersOf(operation.params, 'path'),
      ...parametersOf(operation.query, 'query'),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: jsonContent(schemaOf(body, 'input')) } }),
    responses: responsesOf(operation),
  }
}

function responsesOf({ response, alsoProduces = [], errors }: Operation) {
  const others = alsoProduces.map((type) => [type, { schema: { type: 'string' } }] as const)
  const content = {
    ...jsonContent(response === undefined ? {} : schemaOf(response, 'output')),
    ...Object.fromEntries(others),
  }
  const problems = { 400: 'request.invalid', ...errors, 500: 'internal.unexpected' }
  const failures = Object.entries(problems).map(
    ([status, code]) => [status, { description: code, content: PROBLEM_CONTENT }] as const,
  )
  return { 200: { description: 'OK', content }, ...Object.fromEntries(failures) }
}

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}

const jsonContent = (schema: Json): Json => ({ 'application/json': { schema } })

function parametersOf(
  schema: z.ZodObject | undefined,
  where: OpenApiParameter['in'],
): OpenApiParameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = schemaOf(field as z.ZodType, 'output')
    return {
      name,
      in: where,
      required: where === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
    }
  })
}

/** OpenAPI states the dialect once for the document, so the schemas leave it out. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const described: Json = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  delete described['$schema']
  return described
}

/** `/api/jobs/:id` is `JobsId`. */
const nameOf = (path: string): string =>
  path
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '' && part !== 'api')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
