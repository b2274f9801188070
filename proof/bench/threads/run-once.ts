/** One measured run of rules in a process of its own. Reads its task from the first argument (JSON), prints JSON. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Config } from '@colophon/cli/config'
import { startEmbedded, type Embedded } from '@colophon/cli/embedded'
import type { NewDocument } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { planted, PLANTED_MODULES } from '@colophon/testkit/planted-agents'
import { hangingLetter, longLetter, readLetters, variedLetters } from './letters.ts'
import type { ThreadsResult, ThreadsTask } from './task.ts'

const BATCH = 200
const POLL_MS = 20

function lettersOf({ letters: count, among }: ThreadsTask): NewDocument[] {
  const letters = readLetters()
  const documents = variedLetters(letters, count)
  if (among === 'long') documents.splice(5, 0, longLetter(letters))
  if (among === 'hanging')
    documents.splice(5, 0, hangingLetter(letters, planted('hang', 'extract_people')))
  return documents
}

async function enrich({ coordinator, store }: Embedded, documents: NewDocument[]): Promise<void> {
  const tenantId = 'default'
  const shared = { collectionId: 'bench', profile: 'letters', priority: 'normal' } as const
  const job = await coordinator.openJob({ tenantId, ...shared })
  for (let at = 0; at < documents.length; at += BATCH)
    await job.add(documents.slice(at, at + BATCH))
  await job.seal()
  for (;;) {
    const { completed, failed } = await store.jobs.counts(tenantId, job.job.enrichment_job_id)
    if (failed > 0) throw new Error(`${failed} letters failed`)
    if (completed >= documents.length) return
    await delay(POLL_MS)
  }
}

async function measure(task: ThreadsTask): Promise<ThreadsResult> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-bench-'))
  const url = `sqlite:${join(folder, 'bench.db')}`
  const config = Config.parse({ STORE_URL: url, RULES_THREADS: task.threads })
  const documents = lettersOf(task)
  const log = createLogger({ service: 'bench', level: 'error' })
  try {
    await using system = await startEmbedded(config, log, {
      modules: task.among === 'hanging' ? PLANTED_MODULES : undefined,
    })
    const delays = monitorEventLoopDelay({ resolution: 5 })
    delays.enable()
    const [startedAt, cpuAt] = [performance.now(), process.cpuUsage()]
    await enrich(system, documents)
    const { user, system: kernel } = process.cpuUsage(cpuAt)
    delays.disable()
    return {
      seconds: (performance.now() - startedAt) / 1000,
      cpuMs: (user + kernel) / 1000,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      delayP99Ms: delays.percentile(99) / 1e6,
      delayMaxMs: delays.max / 1e6,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const task = JSON.parse(process.argv[2] ?? '{}') as ThreadsTask
process.stdout.write(`${JSON.stringify(await measure(task))}\n`)
