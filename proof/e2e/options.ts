import { parseArgs } from 'node:util'
import type { Mode } from '../evidence/target.ts'

export interface Options {
  mode: Mode
  /** Letters that should be approved by themselves; a few that should not come on top. */
  documents: number
  workers: number
  deadlineMs: number
  /** Nobody has named it: a busy machine gets more. */
  deadlineGrows: boolean
  keep: boolean
  json: boolean
  mongoUrl: string | undefined
}

export const USAGE = `Submits letters to a whole Colophon and checks what becomes of them.

  ./run-e2e-test.sh [--embedded | --local | --compose] [options]

  --embedded        one process with a store of its own (default)
  --local           plain processes: nsqlookupd, nsqd, FerretDB (or MONGO_URL), agents, services
  --compose         docker compose; needs a container engine
  --documents N     letters to submit (default 15)
  --workers N       enrichment-workers of --local (default 2)
  --deadline S      seconds until all must be done (default 120, and 1 more per document; more on a busy machine)
  --keep            leave store, logs and, with --compose, the containers
  --json            the report as JSON

Models are those of MODEL_LOCAL, MODEL_FAST, MODEL_DEEP and ANTHROPIC_API_KEY; without them, simulated providers.
These read no letter: what is said of completeness and approval then holds of the rules. With any model the thresholds are
for values of the rules and values whose quote stands in the letter; what else a model gave is left out and listed.
Exit code: 0 when everything holds, 1 when something fell short or could not run.
`

/** Wrong command lines, and what cannot be tested here: the message alone is shown. */
export class CannotRun extends Error {}

const FLAGS = {
  embedded: { type: 'boolean' },
  local: { type: 'boolean' },
  compose: { type: 'boolean' },
  documents: { type: 'string', default: '15' },
  workers: { type: 'string', default: '2' },
  deadline: { type: 'string' },
  keep: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new CannotRun(`--${name} must be a whole number from 1`)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values
  } catch (thrown) {
    throw new CannotRun((thrown as Error).message, { cause: thrown })
  }
}

/** Null: the usage was asked for. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options | null {
  const values = parse(args)
  if (values.help) return null
  const modes = (['embedded', 'local', 'compose'] as const).filter((mode) => values[mode] === true)
  if (modes.length > 1)
    throw new CannotRun(`choose one of ${modes.map((m) => `--${m}`).join(', ')}`)
  const documents = positive('documents', values.documents)
  const seconds =
    values.deadline === undefined ? 120 + documents : positive('deadline', values.deadline)
  const mongoUrl = env['MONGO_URL']
  return {
    mode: modes[0] ?? 'embedded',
    documents,
    workers: positive('workers', values.workers),
    deadlineMs: seconds * 1000,
    deadlineGrows: values.deadline === undefined,
    keep: values.keep,
    json: values.json,
    mongoUrl: mongoUrl === undefined || mongoUrl === '' ? undefined : mongoUrl,
  }
}
