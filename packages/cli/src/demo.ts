import { fileURLToPath } from 'node:url'
import type { DocumentRecord } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import type { Embedded } from './embedded.ts'
import { readInputs } from './input/read-inputs.ts'
import { runJob, type JobRun } from './run-job.ts'
import { formatTable } from './terminal/table.ts'

const SAMPLES = fileURLToPath(new URL('../../../samples/letters', import.meta.url))

export interface DemoOptions {
  system: Embedded
  config: Config
  context: Context
  stop: AbortSignal
  /** Address of a record, for the list of what was enriched. */
  addressOf: (documentId: string) => string
}

/** Enriches the bundled letters and prints the closing table and where each record lies. */
export async function runDemo({
  system,
  config,
  context,
  stop,
  addressOf,
}: DemoOptions): Promise<JobRun> {
  const { stdout } = context
  const enriched: DocumentRecord[] = []
  const run = await runJob({
    system,
    config,
    // Ids must not depend on where the product is installed.
    inputs: readInputs([SAMPLES], {
      source: lettersProfile.source,
      cwd: SAMPLES,
      idRoot: SAMPLES,
      stdin: context.stdin,
      defaultCollection: 'samples',
    }),
    collection: 'samples',
    priority: 'normal',
    stop,
    stderr: context.stderr,
    onDocument: (document) => enriched.push(document),
  })
  if (run.stopped !== null) return run
  const rows = enriched.map((document) => [
    document.source.file?.name ?? document.document_id,
    document.review_status === 'not_required' ? 'auto-approved' : 'to review',
    addressOf(document.document_id),
  ])
  stdout.write(`${formatTable(rows, { maxCellWidth: 300 })}\n${run.table}`)
  return run
}
