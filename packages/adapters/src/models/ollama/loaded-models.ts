import { withTag } from './mapping.ts'

/** A model that Ollama has, or has in memory, in its own words. */
export interface SeenModel {
  name: string
  digest?: string
  /** The window it was loaded with; not every version says so. */
  context_length?: number
}

/** Names are moved to other weights, and models loaded anew, now and then: what is older is not relied on. */
const KEPT_MS = 60_000

/**
 * Knows the models behind the names of one server: which weights answer, and with which window. Looked at
 * once a minute, after a call and not for each; looks at readiness tell the weights as well. Not knowing is no failure.
 */
export class LoadedModels {
  readonly #look: () => Promise<readonly SeenModel[]>
  readonly #now: () => number
  readonly #digests = new Map<string, string>()
  #windows = new Map<string, number>()
  #lookedAtMs = -Infinity
  #looking: Promise<void> = Promise.resolve()

  constructor(look: () => Promise<readonly SeenModel[]>, now = () => performance.now()) {
    this.#look = look
    this.#now = now
  }

  /** The digest as it was last seen. */
  digestOf(model: string): string | undefined {
    return this.#digests.get(withTag(model))
  }

  /** The window of a moment ago, or undefined: who stayed away because of it must look again some time. */
  windowOf(model: string): number | undefined {
    return this.#isFresh() ? this.#windows.get(withTag(model)) : undefined
  }

  seen(models: readonly SeenModel[]): void {
    for (const { name, digest } of models)
      if (digest !== undefined && digest !== '') this.#digests.set(withTag(name), digest)
  }

  /** For after a call, when the model is in memory. Waits only as long as nothing is known; never rejects. */
  async answered(model: string): Promise<void> {
    const looking = this.#refresh()
    if (this.digestOf(model) === undefined) await looking
  }

  #isFresh(): boolean {
    return this.#now() - this.#lookedAtMs < KEPT_MS
  }

  #refresh(): Promise<void> {
    if (this.#isFresh()) return this.#looking
    // Before the answer: a server that gives none is not asked by every call.
    this.#lookedAtMs = this.#now()
    this.#windows = new Map()
    this.#looking = this.#look().then(
      (models) => {
        this.seen(models)
        for (const { name, context_length: tokens } of models)
          if (tokens !== undefined && tokens > 0) this.#windows.set(withTag(name), tokens)
      },
      () => undefined,
    )
    return this.#looking
  }
}
