import { ColophonError, type DocumentStatus, type Store } from '@colophon/domain'
import { Option, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'

interface RequeueOptions {
  job?: string
  status: DocumentStatus[]
}

export function requeueCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('requeue')
    .summary('send documents round again; kept answers are not paid twice')
    .argument('[document]', 'one document')
    .option('--job <id>', 'all documents of a job')
    .addOption(
      new Option('--status <status...>', 'which of them')
        .choices(['failed', 'cancelled', 'completed'])
        .default(['failed', 'cancelled']),
    )
    .addHelpText('after', '\nA running `colophon serve` or the next `enrich` takes them up.')
    .action(async (documentId: string | undefined, options: RequeueOptions) => {
      if ((documentId === undefined) === (options.job === undefined)) {
        context.stderr.write('colophon: name either a document or --job\n')
        exit(EXIT.notRun)
        return
      }
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      await assertThere(store, config.TENANT_ID, documentId, options.job)
      const count = await store.documents.requeue(config.TENANT_ID, {
        ...(documentId !== undefined && { documentId }),
        ...(options.job !== undefined && { jobId: options.job }),
        // Naming one document says that it is meant, whatever it is.
        statuses: documentId === undefined ? options.status : ['failed', 'cancelled', 'completed'],
      })
      context.stdout.write(
        `${String(count)} ${count === 1 ? 'document' : 'documents'} queued again\n`,
      )
      exit(count > 0 ? EXIT.done : EXIT.notRun)
    })
}

async function assertThere(
  store: Store,
  tenant: string,
  documentId: string | undefined,
  jobId: string | undefined,
): Promise<void> {
  if (documentId !== undefined && (await store.documents.get(tenant, documentId)) === null) {
    throw new ColophonError('document.not_found', `There is no document ${documentId}`)
  }
  if (jobId !== undefined && (await store.jobs.get(tenant, jobId)) === null) {
    throw new ColophonError('job.not_found', `There is no job ${jobId}`)
  }
}
