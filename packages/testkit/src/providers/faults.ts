/** How a simulated provider can misbehave. */
export const FAULTS = [
  /** 429 with `retry-after`. */
  'rate_limited',
  /** 529 of Anthropic, 503 of Ollama. */
  'overloaded',
  /** 500. */
  'server_error',
  /** Takes the request and never answers; the connection stays open. */
  'half_open',
  /** Stops in the middle of the answer for `stall_ms`, then goes on. */
  'stall',
  /** Breaks the connection in the middle of the answer. */
  'truncated_stream',
  /** Says in the middle of the answer that it failed. */
  'stream_error',
  /** The answer ends well and is no JSON. */
  'invalid_json',
  /** The answer is JSON of another form. */
  'schema_violation',
  /** Stops with `refusal`. Ollama has no such thing: its model answers in prose. */
  'refusal',
  /** The answer ends at the token limit. */
  'max_tokens',
  /** The answer breaks off in the middle, and the stream comes to a good end all the same: a model that repeats itself. */
  'silent_end',
  /** Numbers are in the answer that no bound of the schema allows, where only a bound held them. */
  'out_of_range',
  /** The process that runs the model dies of the request. */
  'runner_died',
  /** The same after the first half of the answer. */
  'runner_died_midway',
] as const
export type Fault = (typeof FAULTS)[number]
/** What a call is to come to. */
export type Fate = Fault | 'ok'

const isFate = (value: unknown): value is Fate => value === 'ok' || FAULTS.includes(value as Fault)

/** All of it can be set while the server runs, with `POST /_control`. */
export interface Behaviour {
  /** Time to the first token. */
  latency_ms: number
  stall_ms: number
  /** Time between two pieces of an answer: a model that is slow. */
  piece_ms: number
  /** Every token comes by itself, blanks among them, as models write them; otherwise in pieces that cost less. */
  token_lines: boolean
  /** Calls it works on at once; the others wait in its queue. Null: any number. */
  parallel: number | null
  retry_after_s: number
  /** Calls it works on at once; further ones are told that it is overloaded. Null: any number. */
  capacity: number | null
  /** Share of calls that meet each fault, 0 to 1, at most 1 together. */
  weights: Partial<Record<Fault, number>>
  /** Fates of the next calls, in order; the weights decide when it is empty. */
  next: Fate[]
}

const WELL_BEHAVED: Behaviour = {
  latency_ms: 0,
  stall_ms: 30_000,
  piece_ms: 0,
  token_lines: false,
  parallel: null,
  retry_after_s: 1,
  capacity: null,
  weights: {},
  next: [],
}

/** The same fates for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Conduct {
  readonly behaviour: Behaviour
  /** Changes what is named and leaves the rest. Throws RangeError on what makes no sense. */
  change(to: Partial<Behaviour>): void
  nextFate(): Fate
}

export function createConduct(start: Partial<Behaviour> = {}, seed = 1): Conduct {
  const behaviour: Behaviour = { ...WELL_BEHAVED }
  const random = createRandom(seed)
  const change = (to: Partial<Behaviour>): void => {
    check(to)
    Object.assign(behaviour, structuredClone(to))
  }
  change(start)
  return {
    behaviour,
    change,
    nextFate() {
      const planned = behaviour.next.shift()
      if (planned !== undefined) return planned
      let left = random()
      for (const fault of FAULTS) {
        left -= behaviour.weights[fault] ?? 0
        if (left < 0) return fault
      }
      return 'ok'
    },
  }
}

function check(to: Partial<Behaviour>): void {
  const unknown = Object.keys(to).filter((key) => !Object.hasOwn(WELL_BEHAVED, key))
  if (unknown.length > 0) throw new RangeError(`unknown: ${unknown.join(', ')}`)
  for (const key of ['latency_ms', 'stall_ms', 'piece_ms', 'retry_after_s'] as const) {
    const value = to[key]
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw new RangeError(`${key} must be a number from 0`)
  }
  for (const key of ['capacity', 'parallel'] as const) {
    const value = to[key]
    if (value != null && !(Number.isInteger(value) && value >= 0))
      throw new RangeError(`${key} must be a whole number or null`)
  }
  if (!['boolean', 'undefined'].includes(typeof to.token_lines))
    throw new RangeError('token_lines must be true or false')
  const weights = Object.entries(to.weights ?? {})
  if (weights.some(([fault, weight]) => !isFate(fault) || !(weight >= 0)))
    throw new RangeError(`weights are numbers by fault: ${FAULTS.join(', ')}`)
  if (weights.reduce((sum, [, weight]) => sum + weight, 0) > 1)
    throw new RangeError('weights are more than 1 together')
  if (to.next !== undefined && !(Array.isArray(to.next) && to.next.every(isFate)))
    throw new RangeError(`next is a list of ok, ${FAULTS.join(', ')}`)
}
