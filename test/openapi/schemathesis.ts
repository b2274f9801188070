import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { FORM_TYPE, type OpenApiDocument } from '@colophon/runtime/http'
import { findServer, temporaryFolder } from '@colophon/testkit'
import { plainEnvironment, runScript } from '../e2e/command.ts'

type OpenApiOperation = OpenApiDocument['paths'][string][string]

/** An API as it is served. */
export interface Target {
  url: string
  token?: string
  /** Records that it has: most of its requests should find one. */
  ids: readonly string[]
}

const MAX_SECONDS = 85
/** Cases of one operation and phase, and the phases. */
const FULL = { examples: 8, phases: 'coverage,fuzzing,stateful' }
/** Where the same APIs were asked all that before. */
const AGAIN = { examples: 4, phases: 'fuzzing,stateful' }
/** The same cases every time: what is found here must not be found by chance. */
const SEED = 20261130

const ACCEPTED = ['2xx', '3xx', '401', '403', '404', '409', '429', '5xx']

const accepting = (statuses: readonly string[]): string =>
  `checks.positive_data_acceptance = { expected-statuses = ${toml([...ACCEPTED, ...statuses])} }`

/** A filter is what the queue takes as a query; a session is opened by name or by token, as the server is run. */
const IN_WORDS = /bulk|session/i

/** Exceptions that the schema of an operation cannot say. */
function exceptionsOf(operation: OpenApiOperation, isBelowTrial: boolean): string[] {
  const { operationId, parameters, requestBody, responses } = operation
  const has = (parameter: string): boolean => parameters.some(({ name }) => name === parameter)
  const content = requestBody?.['content'] as Record<string, unknown> | undefined
  const isForm = content?.[FORM_TYPE] !== undefined
  const statuses = [
    // A cursor of the right form may be of another list, a period end before it begins, a rate lack its currency, and a form may have its fields after its files.
    ...(['cursor', 'from', 'rate'].some(has) || isForm || IN_WORDS.test(operationId)
      ? ['400']
      : []),
    // What is right in form may be none of the record's fields or values; none of a form's documents may be one that can be taken.
    ...(isForm || responses['422'] !== undefined ? ['422'] : []),
    // Without the revision that was read, or with another one, what is right in every other way is refused too.
    ...(has('if-match') ? ['412', '428'] : []),
    // Not everything that has a budget has a next period to wait for.
    ...(has('scope') ? ['400'] : []),
  ]
  return [
    ...(statuses.length === 0 ? [] : [accepting(statuses)]),
    // A form can write a wrong value in the same bytes as a right one.
    ...(isForm ? ['checks.negative_data_rejection = { enabled = false }'] : []),
    // What was only tried out is not there afterwards.
    ...(isBelowTrial ? ['checks.ensure_resource_availability = { enabled = false }'] : []),
  ]
}

/** A value as TOML writes it: strings, numbers and lists of them as JSON does. */
const toml = (value: unknown): string => JSON.stringify(value)

const operationsOf = ({ paths }: OpenApiDocument): OpenApiOperation[] =>
  Object.values(paths).flatMap((methods) => Object.values(methods))

const hasTrial = ({ parameters }: OpenApiOperation): boolean =>
  parameters.some(({ name }) => name === 'dry_run')

/** Operations that are not as strict as the others, with the lines that say so. */
function exceptions({ paths }: OpenApiDocument): string[] {
  const trials = Object.keys(paths).filter((path) =>
    Object.values(paths[path] ?? {}).some(hasTrial),
  )
  return Object.entries(paths).flatMap(([path, methods]) => {
    const isBelowTrial = trials.some((trial) => path.startsWith(`${trial}/`))
    return Object.values(methods).flatMap((operation) => {
      const lines = exceptionsOf(operation, isBelowTrial)
      const which = `include-operation-id = ${toml(operation.operationId)}`
      return lines.length === 0 ? [] : ['[[operations]]', which, ...lines]
    })
  })
}

const roundFor = (token: string | undefined) => (token === undefined ? FULL : AGAIN)

function configuration(document: OpenApiDocument, { ids, token }: Target): string {
  const { examples } = roundFor(token)
  return [
    `seed = ${SEED}`,
    `max-time = ${MAX_SECONDS}`,
    // A stream of a job that goes on has no end.
    'max-stream-events = 1',
    'continue-on-failure = true',
    `generation = { max-examples = ${examples}, database = "none" }`,
    `dictionaries.ids = { values = ${toml(ids)} }`,
    'parameters."path.id" = { dictionary = "ids", probability = 0.7 }',
    ...exceptions(document),
  ].join('\n')
}

export interface Verdict {
  code: number | null
  /** All that was found wrong, with a command that shows it again. */
  report: string
  /** Operations that were asked. */
  tested: number
  operations: number
  cases: number
}

/** Lets schemathesis ask an API what its own document allows and what it does not. */
export async function judge(t: TestContext, target: Target): Promise<Verdict> {
  const { url, token } = target
  const description = `${url}/openapi.json`
  const document = (await (await fetch(description)).json()) as OpenApiDocument
  const folder = temporaryFolder(t)
  const config = join(folder, 'schemathesis.toml')
  writeFileSync(config, configuration(document, target))
  const { code, stdout, stderr } = await runScript(
    t,
    [
      findServer('schemathesis') ?? 'schemathesis',
      ...['--config-file', config, 'run', description],
      ...['--phases', roundFor(token).phases, '--request-timeout', '20', '--no-color'],
      ...(token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`]),
    ],
    { ...plainEnvironment(), HYPOTHESIS_STORAGE_DIRECTORY: folder },
  )
  const figure = (form: RegExp): number => Number(form.exec(stdout)?.[1] ?? 0)
  return {
    code,
    report: stdout + stderr,
    tested: figure(/Tested: (\d+)/),
    operations: operationsOf(document).length,
    cases: figure(/(\d+) generated/),
  }
}
