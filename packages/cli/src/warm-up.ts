import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { defaultProfile, type NewDocument } from '@colophon/domain'
import type { Logger } from '@colophon/runtime'
import type { Config } from './config.ts'
import { startEmbedded } from './embedded.ts'

const DOCUMENTS = 96
const LONGEST_MS = 1_000
const POLL_MS = 5

function document(n: number): NewDocument {
  const text = `London, 3rd May 1850\n\nMy dear Sir,\n\nThis is number ${n}.\n\nYours truly,\nA. Writer`
  return {
    document_id: `warm-up-${n}`,
    collection_id: 'warm-up',
    source: { text, pages: [{ number: 1, start: 0, end: text.length }], ocr: {}, facts: {} },
    source_hash: createHash('sha256').update(text).digest('hex'),
  }
}

/**
 * Runs made-up documents through the whole pipeline, in a store in memory and with scripted models, so that the code that
 * the first real burst needs has been compiled before a server says that it is ready. Touches nothing that is real.
 */
export async function warmUp(config: Config, log: Logger): Promise<void> {
  await using system = await startEmbedded(
    {
      ...config,
      STORE_URL: 'sqlite::memory:',
      BUS_URL: 'local:',
      RULES: 'off',
      RULES_THREADS: 0,
      MODEL_LOCAL: 'scripted:',
      MODEL_FAST: 'scripted:',
      MODEL_DEEP: 'scripted:',
      MODEL_CALIBRATION: undefined,
    },
    log.child({ during: 'warm-up' }),
  )
  const request = {
    tenantId: 'default',
    collectionId: 'warm-up',
    profile: defaultProfile(system.profiles).name,
    priority: 'normal' as const,
  }
  const job = await system.coordinator.openJob(request)
  await job.add(Array.from({ length: DOCUMENTS }, (_, n) => document(n)))
  const until = performance.now() + LONGEST_MS
  for (;;) {
    const { completed, failed } = await system.store.jobs.counts(
      'default',
      job.job.enrichment_job_id,
    )
    if (completed + failed >= DOCUMENTS || performance.now() > until) return
    await delay(POLL_MS)
  }
}
