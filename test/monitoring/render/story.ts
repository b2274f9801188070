import type { DistributedForm } from '../../../proof/faults/forms.ts'
import { Reviewer } from '../../../proof/faults/reviewer.ts'
import { createClient } from '../../../proof/evidence/client.ts'
import { doubtfulLetters, soundLetters, type Letter } from '../../../proof/evidence/letters.ts'

const COLLECTIONS = ['wetherby-papers', 'kermadeuc', 'mission-archive'] as const
const WAVES = [12, 5, 8, 16, 3, 9, 14, 6] as const
const EVERY_MS = 15_000
const DECISIONS = 2

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** What a collection sends in, wave after wave, and reviewers who keep up with some of it. */
export class Story {
  readonly #form: DistributedForm
  readonly #letters: Letter[]
  #wave = 0

  constructor(form: DistributedForm, minutes: number) {
    this.#form = form
    const waves = Math.ceil((minutes * 60_000) / EVERY_MS) + WAVES.length
    const most = waves * Math.max(...WAVES)
    const [first, ...rest] = soundLetters(most)
    if (first === undefined) throw new Error('there are no samples')
    this.#letters = [first, ...doubtfulLetters(), ...rest]
  }

  async run(minutes: number): Promise<void> {
    const until = Date.now() + minutes * 60_000
    const reviewer = new Reviewer(this.#form.target)
    while (Date.now() < until) {
      await this.#submit()
      await pause(EVERY_MS)
      for (let each = 0; each < DECISIONS; each += 1) await reviewer.decideFieldOfNext()
      await reviewer.approveNext()
    }
  }

  async #submit(): Promise<void> {
    const size = WAVES[this.#wave % WAVES.length] ?? 1
    const collection = COLLECTIONS[this.#wave % COLLECTIONS.length]
    const letters = this.#letters.splice(0, size).map((letter) => ({
      ...letter,
      collection_id: collection,
      ocr: { confidence: 0.8 + 0.02 * (this.#wave % 9) },
    }))
    this.#wave += 1
    await createClient(this.#form.target).submit(`wave-${this.#wave}`, letters)
  }
}
