import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createClient, type Client } from '../evidence/client.ts'
import { soundLetters, type Letter } from '../evidence/letters.ts'
import type { Target } from '../evidence/target.ts'

const LETTERS = 400
const PAUSE_MS = 500
/** So many are under way at once: what a busy machine does not get to is not piled up. */
const MOST_OPEN = 4

/** Letters one by one, as long as it runs; what cannot be handed in is left. */
export class Traffic implements AsyncDisposable {
  readonly #client: Client
  readonly #stop = new AbortController()
  readonly #letters: Letter[]
  readonly #running: Promise<void>
  #open: string[] = []

  constructor(target: Target) {
    this.#client = createClient(target)
    const run = randomUUID().slice(0, 8)
    this.#letters = soundLetters(LETTERS).map((letter, n) => ({ ...letter, id: `${run}-${n}` }))
    this.#running = this.#run()
  }

  async #run(): Promise<void> {
    for (const letter of this.#letters) {
      if (this.#stop.signal.aborted) return
      if (await this.#room()) await this.#submit(letter)
      await delay(PAUSE_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  async #submit(letter: Letter): Promise<void> {
    const jobId = `traffic-${letter.id}`
    await this.#client.submit(jobId, [letter]).then(
      () => this.#open.push(jobId),
      () => undefined,
    )
  }

  /** Looks which have ended. */
  async #room(): Promise<boolean> {
    if (this.#open.length < MOST_OPEN) return true
    const states = await Promise.all(
      this.#open.map((jobId) =>
        this.#client.job(jobId).then(
          ({ status }) => status,
          () => 'unknown',
        ),
      ),
    )
    this.#open = this.#open.filter((_, n) => states[n] !== 'completed')
    return this.#open.length < MOST_OPEN
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#running
  }
}
