import { setTimeout as delay } from 'node:timers/promises'
import { followJob } from '@colophon/coordinator'
import { outputRecord } from '@colophon/formats/write'
import {
  ColophonError,
  estimateIn,
  type DocumentRecord,
  type JobRecord,
  type Priority,
  type Reach,
  unlessStopped,
} from '@colophon/domain'
import type { Config } from './config.ts'
import type { Embedded } from './embedded.ts'
import type { InputItem } from './input/read-inputs.ts'
import type { Output } from './output/open-output.ts'
import { submitInputs, type SubmittedInputs } from './submit-inputs.ts'
import { summaryTable, Tally } from './summary.ts'
import { createProgress, type Progress } from './terminal/progress.ts'

export interface RunJobOptions {
  system: Embedded
  config: Config
  inputs: AsyncIterable<InputItem>
  collection: string
  priority: Priority
  /** How far the texts may go. @default as the documents and their collections say */
  reach?: Reach | undefined
  /** The profile of the documents, by its name. */
  profile: string
  /** Documents of other collections and machines that have one of the ids are replaced. @default false */
  replace?: boolean | undefined
  stop: AbortSignal
  /** Where progress and notes go. */
  stderr: NodeJS.WriteStream
  output?: Output | undefined
  onDocument?: (document: DocumentRecord) => void
}

/** How far a run came that was stopped before its end. */
export interface Stopped {
  /** Documents that have ended in the store. */
  done: number
  /** Records given to the output. */
  written: number
  /** Documents that are in the job; more when the inputs were not read to their end. */
  submitted: number
  isWhole: boolean
}

export interface JobRun {
  /** Null when there is none: stopped before its first document, or every document refused. */
  jobId: string | null
  submission: SubmittedInputs
  tally: Tally
  table: string
  /** Null when the run went to its end. */
  stopped: Stopped | null
}

/** How long a stopped run waits for the write it is in, and then for the store. */
const LAST_WRITE_MS = 750
const LAST_COUNT_MS = 750

const ended = (): never => {
  throw new ColophonError('internal.unexpected', 'Coordinator and worker ended before the job')
}

/**
 * Submits the inputs as one job, follows it to its end and writes each record in order. Rejects with `input.not_found`
 * when there is no document in them; when all of them are refused, nothing is written and no job is left. Comes back
 * within two seconds of `stop`, whatever is behind: reader, store, writer.
 */
export async function runJob(options: RunJobOptions): Promise<JobRun> {
  const { system, stop, stderr } = options
  const startedAt = performance.now()
  let total: number | undefined
  using progress = createProgress({ stream: stderr, tty: stderr.isTTY, total: () => total })
  const report = (line: string): void => {
    progress.log(line)
  }
  const submission = await submitInputs(options.inputs, {
    openJob: () => openJob(options),
    discardJob: (job) => system.store.jobs.discard(job.tenant_id, job.enrichment_job_id),
    report,
    stop,
  })
  if (submission.job === null) return withoutJob(submission, stop, startedAt)
  const tally = new Tally()
  const writing = writeRecords(options, submission.job.job, {
    tally,
    onCounts: (counts) => (total = counts.total),
    progress,
  })
  // Without coordinator and worker the documents would be waited for in vain.
  await unlessStopped(Promise.race([writing, system.running.then(ended)]), stop)
  const { job } = submission.job
  if (stop.aborted) {
    await Promise.race([writing.catch(() => undefined), delay(LAST_WRITE_MS)])
    if (!submission.isWhole || tally.documents < submission.documents) {
      const stopped = await howFar(system, job, submission, tally)
      return { jobId: job.enrichment_job_id, submission, tally, table: '', stopped }
    }
  }
  for (const failure of tally.failures) report(`failed: ${failure}`)
  const { tenant_id: tenant, enrichment_job_id: jobId } = job
  const costs = await system.store.ledger.sums(tenant, { jobId }, ['tier'])
  const estimate = estimateIn((await system.store.jobs.get(tenant, jobId))?.options ?? {})
  const seconds = (performance.now() - startedAt) / 1000
  const table = summaryTable(tally, { seconds, costs, submission, estimate })
  return { jobId, submission, tally, table, stopped: null }
}

const openJob = ({ system, config, collection, ...rest }: RunJobOptions) =>
  system.coordinator.openJob({
    tenantId: config.TENANT_ID,
    collectionId: collection,
    profile: rest.profile,
    priority: rest.priority,
    reach: rest.reach,
    replace: rest.replace === true,
  })

function withoutJob(submission: SubmittedInputs, stop: AbortSignal, startedAt: number): JobRun {
  const run = { jobId: null, submission, tally: new Tally(), table: '', stopped: null }
  if (submission.refused > 0 && submission.isWhole) {
    const seconds = (performance.now() - startedAt) / 1000
    return { ...run, table: summaryTable(run.tally, { seconds, costs: [], submission }) }
  }
  if (!stop.aborted) {
    throw new ColophonError('input.not_found', 'No document was found in the inputs')
  }
  const { isWhole } = submission
  return { ...run, stopped: { done: 0, written: 0, submitted: 0, isWhole } }
}

interface Writing {
  tally: Tally
  progress: Progress
  onCounts: (counts: { total: number }) => void
}

async function writeRecords(
  { system, stop, output, onDocument }: RunJobOptions,
  job: JobRecord,
  { tally, progress, onCounts }: Writing,
): Promise<void> {
  let done = 0
  const documents = followJob(system.store, job, {
    stop,
    onCounts(counts) {
      onCounts(counts)
      const all = counts.completed + counts.failed + counts.cancelled
      progress.advance(all - done)
      done = all
    },
  })
  for await (const document of documents) {
    await output?.write(outputRecord(document))
    tally.add(document)
    onDocument?.(document)
  }
}

async function howFar(
  { store }: Embedded,
  { tenant_id, enrichment_job_id }: JobRecord,
  submission: SubmittedInputs,
  tally: Tally,
): Promise<Stopped> {
  const counting = store.jobs.counts(tenant_id, enrichment_job_id).catch(() => undefined)
  const counts = await Promise.race([counting, delay(LAST_COUNT_MS)])
  const ends = counts === undefined ? 0 : counts.completed + counts.failed + counts.cancelled
  return {
    // A store that does not answer now had at least these.
    done: Math.max(ends, tally.documents),
    written: tally.documents,
    submitted: Math.max(counts?.total ?? 0, submission.documents),
    isWhole: submission.isWhole,
  }
}
