import { configTable } from '@colophon/runtime'
import type { z } from 'zod'
import { Config as EmbeddedConfig } from '../../packages/cli/src/config.ts'
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
        ['`STORE_URL`', '`sqlite:<path>` (relative to the working folder), `sqlite::memory:`'],
        ['`BUS_URL`', '`local:`, with `local:?message_timeout_ms=60000`'],
        [
          '`MODEL_*`',
          '`scripted:?latency_ms=200&model=NAME&bill=FILE&fail=CODE`: answers from a script, for trials and tests',
        ],
      ],
    ),
  ])
