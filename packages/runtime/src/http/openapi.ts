import { z } from 'zod'
import { FORM_TYPE, type Operation, type Route } from './operation.ts'
import { jsonContent, responsesOf, textContent, type OpenApiResponse } from './responses.ts'
import {
  createSchemaWriter,
  type Json,
  type NamedSchemas,
  type SchemaWriter,
} from './schema-writer.ts'

export interface ApiDescription {
  service: string
  title: string
  version: string
  routes: readonly Route[]
  /** Schemas that have a name of their own in the reference. */
  schemas?: NamedSchemas
  /** Every operation needs a token. @default false */
  secured?: boolean
}

export interface OpenApiParameter {
  name: string
  in: 'path' | 'query' | 'header'
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
  responses: Record<string, OpenApiResponse>
}
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string }
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { schemas: Record<string, Json>; securitySchemes?: Json }
}

// Problems may carry more: the other side of a conflict.
const PROBLEM = z
  .looseObject({
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
  .describe('What went wrong (RFC 9457), with a code that stays')

const BEARER_SCHEME = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }

/** OpenAPI 3.1 of a route table: the same schemas that parse the requests. */
export function openApi(api: ApiDescription): OpenApiDocument {
  const { title, version, routes, secured = false } = api
  const schemas = createSchemaWriter({ ...api.schemas, Problem: PROBLEM })
  const paths: OpenApiDocument['paths'] = {}
  for (const route of routes) {
    const [method, path, operation, access] = route
    const entry = (paths[path.replace(/:(\w+)/g, '{$1}')] ??= {})
    const id = `${method.toLowerCase()}${nameOf(path)}`
    const name = `${capital(id)}Answer`
    entry[method.toLowerCase()] = {
      ...describe(id, operation, schemas),
      responses: responsesOf({ method, operation, name, schemas, secured }),
      ...(access === undefined || access === 'anybody' ? {} : { 'x-roles': access }),
      ...(secured && access !== 'anybody' ? { security: [{ bearer: [] }] } : {}),
    }
  }
  schemas.write(PROBLEM, 'output')
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: {
      schemas: schemas.components,
      ...(secured ? { securitySchemes: { bearer: BEARER_SCHEME } } : {}),
    },
  }
}

function describe(operationId: string, operation: Operation, schemas: SchemaWriter) {
  const { summary, description } = operation
  const requestBody = requestBodyOf(operation, schemas)
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: [
      ...parametersOf(operation.params, 'path'),
      ...parametersOf(operation.query, 'query'),
      ...parametersOf(operation.headers, 'header'),
    ],
    ...(requestBody === undefined ? {} : { requestBody }),
  }
}

function requestBodyOf(operation: Operation, schemas: SchemaWriter): Json | undefined {
  const { body, describedBody = body, streams = [], form } = operation
  if (describedBody === undefined) return undefined
  const content = {
    ...jsonContent(schemas.write(describedBody, 'input')),
    ...textContent(streams),
    ...(form === undefined ? {} : { [FORM_TYPE]: { schema: schemas.write(form, 'input') } }),
  }
  return { required: true, content }
}

/** Their schemas are short and stand where they are used. */
const INLINE = createSchemaWriter({})

function parametersOf(
  schema: z.ZodObject | undefined,
  where: OpenApiParameter['in'],
): OpenApiParameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = INLINE.write(field as z.ZodType, 'output')
    return {
      name,
      in: where,
      required: where === 'path' || !(field as z.ZodType).safeParse(undefined).success,
      ...(typeof description === 'string' ? { description } : {}),
      schema: rest,
    }
  })
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `/api/jobs/:id` is `JobsId`. */
const nameOf = (path: string): string =>
  path
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '' && part !== 'api')
    .map(capital)
    .join('')
