import { randomUUID } from 'node:crypto'
import { createClient, type Client } from '../evidence/client.ts'
import { doubtfulLetters, soundLetters } from '../evidence/letters.ts'
import type { Target } from '../evidence/target.ts'
import type { Behaviour, Fate } from '@colophon/testkit/providers'
import { untilSeen } from './monitoring.ts'
import { Reviewer } from './reviewer.ts'

const LETTERS = 50
const ENDS_WITHIN_MS = 120_000

/** Waits until every document of a job has ended. */
export async function untilEnded(client: Client, jobId: string): Promise<void> {
  await untilSeen(`job ${jobId} has ended`, ENDS_WITHIN_MS, async () => {
    // A store that is busy may not answer a look.
    const is = await client.job(jobId).then(
      ({ status }) => status,
      (thrown: unknown) => String(thrown),
    )
    return { seen: is === 'completed', is }
  })
}

export async function tellProviders(
  urls: readonly string[],
  to: Partial<Behaviour>,
): Promise<void> {
  for (const url of urls) {
    const answer = await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(to) })
    if (!answer.ok) throw new Error(`a provider answered ${answer.status}`)
  }
}

/** What providers do now and then; the first questions meet it. */
const TROUBLE: readonly Fate[] = [
  'schema_violation',
  'rate_limited',
  'server_error',
  'invalid_json',
]

/**
 * Fifty letters, two of which only a person can judge, some trouble with models, and what people do: what a day of a small collection leaves in
 * the metrics.
 */
export async function scriptedRun(target: Target): Promise<void> {
  const client = createClient(target)
  const doubtful = doubtfulLetters()
  const jobId = `run-${randomUUID().slice(0, 8)}`
  await tellProviders(target.providers, { next: [...TROUBLE], retry_after_s: 1 })
  await client.submit(jobId, [...soundLetters(LETTERS - doubtful.length), ...doubtful])
  await untilEnded(client, jobId)
  const reviewer = new Reviewer(target)
  await reviewer.decideFieldOfNext()
  await reviewer.approveNext()
  await reviewer.rejectNext()
  // A question for what it has cost.
  await client.jobCost(jobId)
}
