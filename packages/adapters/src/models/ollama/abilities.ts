import { responseTo, send } from '../calls/provider-fetch.ts'

/** Weights are moved to other names now and then; a server that does not say is not asked by every call. */
const KEPT_MS = 600_000
/** Time for what is looked up before a call, which must not hold it up. */
const LOOK_MS = 2_000

/** Abilities of a model by name; undefined: its server does not say. */
export type Abilities = readonly string[] | undefined

/** Knows what the models of one server can do, as far as it says so. Not knowing is no failure. */
export class ModelAbilities {
  readonly #base: string
  readonly #now: () => number
  readonly #known = new Map<string, { abilities: Promise<Abilities>; untilMs: number }>()

  constructor(base: string, now = () => performance.now()) {
    this.#base = base
    this.#now = now
  }

  /** Whether the model thinks before it answers; undefined: nobody knows. Never rejects. */
  async thinks(model: string): Promise<boolean | undefined> {
    return (await this.#of(model))?.includes('thinking')
  }

  #of(model: string): Promise<Abilities> {
    const known = this.#known.get(model)
    if (known !== undefined && this.#now() < known.untilMs) return known.abilities
    const abilities: Promise<Abilities> = look(this.#base, model).catch(() => {
      // It may be there, or the model pulled, in a moment: only what a server has said is kept.
      if (this.#known.get(model)?.abilities === abilities) this.#known.delete(model)
      return undefined
    })
    this.#known.set(model, { abilities, untilMs: this.#now() + KEPT_MS })
    return abilities
  }
}

async function look(base: string, model: string): Promise<Abilities> {
  const message = await send(`${base}/api/show`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model }),
    signal: AbortSignal.timeout(LOOK_MS),
  })
  const response = responseTo(message)
  const text = await response.text()
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const { capabilities } = JSON.parse(text) as { capabilities?: unknown }
  return Array.isArray(capabilities) ? (capabilities as string[]) : undefined
}
