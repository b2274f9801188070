import { parseArgs } from 'node:util'

export interface Options {
  short: boolean
  /** Decides which faults come when, to whom, and which calls the providers fail. */
  seed: number
  /** Instead of those of the form. */
  letters: number | undefined
  faults: number | undefined
  /** Rules answer before models are asked, in the threads of the agents. */
  rules: boolean
  keep: boolean
  json: boolean
}

export const USAGE = `Runs the distributed form over real servers, breaks it at random, and checks what is left.

  npm run chaos -- [options]

  --short        40 letters and short leases, for CI (else 500 letters and the times of production)
  --seed N       the same faults again (else a new one, printed)
  --letters N    letters to submit
  --faults N     processes to kill, stop or starve
  --rules        rules answer first, in threads (else models are asked for everything)
  --keep         leave data, logs and the providers' bill behind
  --json         the report as JSON

Exit code: 0 when everything holds, 1 when something fell short.
`

const MAX_SEED = 2 ** 31

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0) return value
  throw new RangeError(`--${name} must be a whole number`)
}

/** Null: the usage was asked for. */
export function readOptions(args: readonly string[]): Options | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: { type: 'boolean', default: false },
      seed: { type: 'string' },
      letters: { type: 'string' },
      faults: { type: 'string' },
      rules: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const { short, rules, keep, json } = values
  return {
    short,
    rules,
    keep,
    json,
    seed: whole('seed', values.seed) ?? Math.floor(Math.random() * MAX_SEED),
    letters: whole('letters', values.letters),
    faults: whole('faults', values.faults),
  }
}
