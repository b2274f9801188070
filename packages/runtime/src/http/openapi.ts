import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { FORM_TYPE, type Operation, type Route } from './operation.ts'

export interface ApiDescription {
  service: string
  title: string
  version: string
  routes: readonly Route[]
  /** Every operation needs a token. @default false */
  secured?: boolean
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
  security?: Json[]
  /** One of these roles suffices. */
  'x-roles'?: readonly string[]
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
export function openApi({ title, version, routes, secured }: ApiDescription): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const [method, path, operation, roles] of routes) {
    const pattern = path.replace(/:(\w+)/g, '{$1}')
    const entry = (paths[pattern] ??= {})
    const described = describe(`${method.toLowerCase()}${nameOf(path)}`, operation)
    entry[method.toLowerCase()] = {
      ...described,
      ...(roles === undefined ? {} : { 'x-roles': roles }),
      ...(secured === true ? securityOf(described) : {}),
    }
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: {
      schemas: { Problem: schemaOf(PROBLEM, 'output') },
      ...(secured === true ? { securitySchemes: { bearer: BEARER_SCHEME } } : {}),
    },
  }
}

const BEARER_SCHEME = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }
const ACCESS_PROBLEMS = { 401: 'auth.required', 403: 'auth.forbidden', 429: 'request.rate_limited' }

const securityOf = ({ responses }: OpenApiOperation) => ({
  security: [{ bearer: [] }],
  responses: { ...responses, ...problemResponses(ACCESS_PROBLEMS) },
})

function describe(operationId: string, operation: Operation): OpenApiOperation {
  const { summary, description, body, streams = [], form } = operation
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
      : {
          requestBody: {
            required: true,
            content: {
              ...jsonContent(schemaOf(body, 'input')),
              ...textContent(streams),
              ...(form === undefined ? {} : { [FORM_TYPE]: { schema: schemaOf(form, 'input') } }),
            },
          },
        }),
    responses: responsesOf(operation),
  }
}

function responsesOf({ response, alsoProduces = [], errors, status = 200 }: Operation) {
  const content = {
    ...(response === undefined && alsoProduces.length > 0
      ? {}
      : jsonContent(response === undefined ? {} : schemaOf(response, 'output'))),
    ...textContent(alsoProduces),
  }
  const problems = { 400: 'request.invalid', ...errors, 500: 'internal.unexpected' }
  const description = STATUS_CODES[status] ?? 'OK'
  return { [status]: { description, content }, ...problemResponses(problems) }
}

const problemResponses = (problems: Readonly<Record<number, string>>) =>
  Object.fromEntries(
    Object.entries(problems).map(
      ([status, code]) => [status, { description: code, content: PROBLEM_CONTENT }] as const,
    ),
  )

const textContent = (types: readonly string[]): Json =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }] as const))

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
