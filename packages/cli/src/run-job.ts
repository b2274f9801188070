import { ColophonError, type DocumentRecord, type Priority } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import type { Config } from './config.ts'
import type { Embedded } from './embedded.ts'
import { followJob } from './follow-job.ts'
import type { InputItem } from './input/read-inputs.ts'
import { outputRecord } from '@colophon/coordinator/export'
import type { Output } from './output/open-output.ts'
import { submitInputs, type Submission } from './submit-inputs.ts'
import { summaryTable, Tally } from './summary.ts'
import { createProgress } from './terminal/progress.ts'

export interface RunJobOptions {
  system: Embedded
  config: Config
  inputs: AsyncIterable<InputItem>
  collection: string
  priority: Priority
  /** @default 'letters' */
  profile?: string
  /** Documents of other collections and machines that have one of the ids are replaced. @default false */
  replace?: boolean | undefined
  stop: AbortSignal
  /** Where progress and notes go. */
  stderr: NodeJS.WriteStream
  output?: Output | undefined
  onDocument?: (document: DocumentRecord) => void
}

export interface JobRun {
  jobId: string
  submission: Submission
  tally: Tally
  table: string
  /** The run was stopped before all documents had ended. */
  stopped: boolean
}

const ended = (): never => {
  throw new ColophonError('internal.unexpected', 'Coordinator and worker ended before the job')
}

/** Submits the inputs as one job, follows it to its end and writes each record in order. */
export async function runJob(options: RunJobOptions): Promise<JobRun> {
  const { system, config, stop, stderr, output } = options
  const startedAt = performance.now()
  const job = await system.coordinator.openJob({
    tenantId: config.TENANT_ID,
    collectionId: options.collection,
    profile: options.profile ?? lettersProfile.name,
    priority: options.priority,
    replace: options.replace === true,
  })
  let total: number | undefined
  let done = 0
  using progress = createProgress({ stream: stderr, tty: stderr.isTTY, total: () => total })
  const report = (line: string): void => {
    progress.log(line)
  }
  const tally = new Tally()
  const submission = await submitInputs(job, options.inputs, report, stop)
  const documents = followJob(system.store, job.job, {
    stop,
    onCounts(counts) {
      total = counts.total
      const ended = counts.completed + counts.failed + counts.cancelled
      progress.advance(ended - done)
      done = ended
    },
  })
  const write = async (): Promise<void> => {
    for await (const document of documents) {
      await output?.write(outputRecord(document))
      tally.add(document)
      options.onDocument?.(document)
    }
  }
  // Without coordinator and worker the documents would be waited for in vain.
  await Promise.race([write(), system.running.then(ended)])
  for (const failure of tally.failures) report(`failed: ${failure}`)
  const { tenant_id: tenant, enrichment_job_id: jobId } = job.job
  const costs = await system.store.ledger.summary(tenant, { jobId })
  const seconds = (performance.now() - startedAt) / 1000
  return {
    jobId,
    submission,
    tally,
    table: summaryTable(tally, { seconds, costs, submission }),
    stopped: tally.documents < submission.documents,
  }
}
