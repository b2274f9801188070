import { fileURLToPath } from 'node:url'
import { defaultProfile, type DocumentRecord } from '@colophon/domain'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { imageKeeper, type Embedded } from './embedded.ts'
import { readInputs } from './input/read-inputs.ts'
import { runJob, type JobRun } from './run-job.ts'
import { formatTable } from './terminal/table.ts'

const SAMPLES = new URL('../../../samples/', import.meta.url)

export interface DemoOptions {
  system: Embedded
  config: Config
  context: Context
  stop: AbortSignal
  /** Address of a record, for the list of what was enriched. */
  addressOf: (documentId: string) => string
}

/** Enriches the bundled documents of the default profile and prints the closing table and where each record lies. */
export async function runDemo({
  system,
  config,
  context,
  stop,
  addressOf,
}: DemoOptions): Promise<JobRun> {
  const { stdout } = context
  const { name: profile, source } = defaultProfile(system.profiles)
  const samples = fileURLToPath(new URL(profile, SAMPLES))
  const enriched: DocumentRecord[] = []
  const run = await runJob({
    system,
    config,
    // Ids must not depend on where the product is installed.
    inputs: readInputs([samples], {
      source,
      cwd: samples,
      idRoot: samples,
      stdin: context.stdin,
      defaultCollection: 'samples',
      images: imageKeeper(system, config),
    }),
    collection: 'samples',
    priority: 'normal',
    profile,
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
