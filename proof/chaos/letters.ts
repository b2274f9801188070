import { setTimeout as delay } from 'node:timers/promises'
import { soundLetters, type Letter } from '../evidence/letters.ts'
import type { Stack } from '../stack/index.ts'

const RETRY_MS = 500

/** Letters of the samples, each with a text and an id of its own. */
export const chaosLetters = (count: number): Letter[] =>
  soundLetters(count).map((letter, n) => ({
    ...letter,
    id: `chaos-${String(n).padStart(4, '0')}`,
  }))

export interface Batch {
  jobId: string
  letters: readonly Letter[]
}

/** The letters in `count` batches, as evenly as it goes. */
export function inBatches(letters: readonly Letter[], count: number): Batch[] {
  const size = Math.ceil(letters.length / count)
  return Array.from({ length: Math.ceil(letters.length / size) }, (_, n) => ({
    jobId: `chaos-${n}`,
    letters: letters.slice(n * size, (n + 1) * size),
  }))
}

/** Once more with the same job id whenever it is not known what became of it: what the API tells submitters to do. */
export async function submit(stack: Stack, batch: Batch, until: number): Promise<number> {
  const token = stack.token('submitter')
  const url = `${stack.coordinator.url}/api/jobs?job_id=${batch.jobId}&collection_id=chaos`
  for (let tries = 1; ; tries++) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
        body: batch.letters.map((letter) => `${JSON.stringify(letter)}\n`).join(''),
        signal: AbortSignal.timeout(30_000),
      })
      const said = await answer.text()
      // Sealed already: an earlier try has done it all, and its answer was lost.
      if (answer.ok || (answer.status === 409 && tries > 1)) return tries
      if (answer.status < 500) throw new RangeError(`submitting was refused: ${said}`)
    } catch (thrown) {
      if (thrown instanceof RangeError || performance.now() > until) throw thrown
    }
    await delay(RETRY_MS)
  }
}
