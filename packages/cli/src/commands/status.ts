import { ColophonError, jobStatus, type JobRecord, type Store } from '@colophon/domain'
import type { Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { formatTable } from '../terminal/table.ts'

const LATEST = 20

export function statusCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('status')
    .summary('where jobs stand')
    .argument('[job]', 'one job, with its documents that failed or wait for review')
    .option('--json', 'machine-readable')
    .action(async (jobId: string | undefined, options: { json?: boolean }) => {
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const answer =
        jobId === undefined
          ? await allJobs(store, config.TENANT_ID)
          : await oneJob(store, config.TENANT_ID, jobId)
      context.stdout.write(
        options.json === true ? `${JSON.stringify(answer.data, null, 2)}\n` : answer.text,
      )
      exit(EXIT.done)
    })
}

interface Answer {
  data: unknown
  text: string
}

async function jobRow(store: Store, job: JobRecord) {
  const counts = await store.jobs.counts(job.tenant_id, job.enrichment_job_id)
  return {
    job: job.enrichment_job_id,
    status: jobStatus(job, counts),
    ...counts,
    created_at: job.created_at,
  }
}

const HEADER = [
  'job',
  'status',
  'documents',
  'waiting',
  'in work',
  'auto-approved',
  'to review',
  'failed',
  'created',
]

async function allJobs(store: Store, tenant: string): Promise<Answer> {
  const { items } = await store.jobs.list(tenant, { limit: LATEST })
  const rows = await Promise.all(items.map((job) => jobRow(store, job)))
  if (rows.length === 0) return { data: [], text: 'No jobs yet.\n' }
  return { data: rows, text: formatTable([HEADER, ...rows.map(cells)], { align: ALIGN }) }
}

const ALIGN = [
  'left',
  'left',
  'right',
  'right',
  'right',
  'right',
  'right',
  'right',
  'left',
] as const

const cells = (row: Awaited<ReturnType<typeof jobRow>>): string[] => [
  row.job,
  row.status,
  ...[row.total, row.queued, row.processing, row.auto_approved, row.to_review, row.failed].map(
    String,
  ),
  row.created_at.slice(0, 19).replace('T', ' '),
]

async function oneJob(store: Store, tenant: string, jobId: string): Promise<Answer> {
  const job = await store.jobs.get(tenant, jobId)
  if (job === null) throw new ColophonError('job.not_found', `There is no job ${jobId}`)
  const row = await jobRow(store, job)
  const reasons = await store.reviews.reasons(tenant, jobId)
  const failed = await store.documents.list(tenant, { jobId, status: 'failed' }, { limit: LATEST })
  const failures = failed.items.map((document) => [
    document.document_id,
    document.error?.code ?? '',
    document.error?.message ?? '',
  ])
  const text =
    formatTable([HEADER, cells(row)], { align: ALIGN }) +
    (Object.keys(reasons).length > 0
      ? `\nTo review because of:\n${formatTable(Object.entries(reasons).map(([reason, count]) => [`  ${reason}`, String(count)]))}`
      : '') +
    (failures.length > 0
      ? `\nFailed:\n${formatTable(failures.map(([id = '', ...rest]) => [`  ${id}`, ...rest]))}`
      : '')
  return {
    data: {
      ...row,
      reasons,
      failed: failures.map(([document_id, code, message]) => ({ document_id, code, message })),
    },
    text,
  }
}
