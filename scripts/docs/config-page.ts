import { Config as AgentConfig } from '@colophon/agent-host/config'
import { Config as EmbeddedConfig, SubmitConfig, TokenConfig } from '@colophon/cli/config'
import { Config as CoordinatorConfig } from '@colophon/coordinator/config'
import { Config as CostConfig } from '@colophon/cost-api/config'
import { Config as WorkerConfig } from '@colophon/enrichment-worker/config'
import { Config as ReviewConfig } from '@colophon/review-api/config'
import { configTable } from '@colophon/runtime'
import type { z } from 'zod'
import { code, page, table } from './markdown.ts'

interface ConfiguredProgram {
  name: string
  what: string
  schema: z.ZodObject
}

/** A program that reads its own environment adds a line here. */
const PROGRAMS: readonly ConfiguredProgram[] = [
  {
    name: '`colophon`',
    what: 'The command line and the one-process form.',
    schema: EmbeddedConfig,
  },
  {
    name: '`colophon submit`',
    what: 'Sends documents to a running coordinator.',
    schema: SubmitConfig,
  },
  {
    name: '`colophon token`',
    what: 'Signs tokens with the key of the services.',
    schema: TokenConfig,
  },
  {
    name: '`coordinator`',
    what: 'The job API, the dispatcher, the reconciler and the watcher of OCR jobs.',
    schema: CoordinatorConfig,
  },
  {
    name: '`enrichment-worker`',
    what: 'Enriches documents; as many of them as there are machines.',
    schema: WorkerConfig,
  },
  {
    name: 'Agents',
    what: 'Each of the five runs alone: `node services/agent-host/src/main.ts NAME`.',
    schema: AgentConfig,
  },
  { name: '`review-api`', what: 'The review API.', schema: ReviewConfig },
  { name: '`cost-api`', what: 'The cost API.', schema: CostConfig },
]

function variables(schema: z.ZodObject): string {
  const rows = configTable(schema).map(
    ({ name, type, default: fallback, required, description }) => [
      code(name),
      type,
      fallback === null ? (required ? 'required' : 'none') : code(fallback),
      description,
    ],
  )
  return table(['variable', 'value', 'default', 'what it does'], rows)
}

export const configPage = (): string =>
  page('Configuration', 'the `config.ts` of each program', [
    'Settings are environment variables, read once at start. A blank variable counts as unset. When some are not valid the ' +
      'program does not start, and one message names them all; it never repeats their values, which may be secrets. ' +
      '`colophon doctor` shows what is set.',
    ...PROGRAMS.flatMap(({ name, what, schema }) => [`## ${name}`, what, variables(schema)]),
    '## URLs',
    table(
      ['setting', 'schemes'],
      [
        [
          '`STORE_URL`',
          '`sqlite:<path>` (relative to the working folder), `sqlite::memory:`, `mongodb://USER:PASSWORD@HOST/DATABASE`; ' +
            'without user and password only on loopback, with `NODE_ENV=development` or `test`',
        ],
        [
          '`BUS_URL`',
          '`local:` inside one process, with `local:?message_timeout_ms=60000`; ' +
            '`nsq://LOOKUPD:4161,…` finds the servers, `nsq+nsqd://NSQD:4150,…` names them',
        ],
        [
          '`MODEL_*`',
          '`scripted:?latency_ms=200&model=NAME&bill=FILE&fail=CODE`: answers from a script, for trials and tests',
        ],
      ],
    ),
  ])
