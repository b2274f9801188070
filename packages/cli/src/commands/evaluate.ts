import { resolve } from 'node:path'
import { ColophonError, requireProfile } from '@colophon/domain'
import type { ProfileFolder } from '@colophon/profiles'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { evaluate, type Evaluation } from '../evaluate/evaluate.ts'
import { evaluationInWords } from '../evaluate/in-words.ts'
import { Mistakes } from '../evaluate/mistakes.ts'
import { errorPage } from '../evaluate/page/error-page.ts'
import { writeWhole } from '../output/write-whole.ts'
import { foldersOf } from '../profiles.ts'

interface EvaluateOptions {
  profile?: string
  truth?: string
  reviewed?: boolean
  records?: string
  against?: string
  errors?: string
  json?: boolean
}

function readPageName(name: string): string {
  if (/\.html?$/i.test(name)) return name
  throw new InvalidArgumentError('Name a file that ends in .html.')
}

export function evaluateCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('evaluate')
    .summary('how right records are, held against what is known of their documents')
    .description(
      'Holds records against what is known of their documents: precision, recall and\n' +
        'F1 of each field, by language, collection and version, with intervals; and how\n' +
        'much is wrong of what needed no person. What people decided in a store is put\n' +
        'back before it is measured.',
    )
    .option('--profile <name>', 'the kind of records (default: the first there is)')
    .option(
      '--truth <file>',
      'what is known, JSON Lines: decisions as they are exported, or a benchmark',
    )
    .option('--reviewed', 'what people decided in the store is what is known')
    .option('--records <place>', 'a file of records, or the URL of a store (default: STORE_URL)')
    .option('--against <place>', 'an earlier version of the records, compared document by document')
    .option(
      '--errors <file>',
      'write what is wrong as one page (.html), with the texts of documents in it',
      readPageName,
    )
    .option('--json', 'machine-readable')
    .addHelpText(
      'after',
      '\nExit code 0: all was read; 2: some lines were not, and each is named.\n' +
        'Examples:\n' +
        '  colophon evaluate --truth decisions.jsonl\n' +
        '  colophon evaluate --reviewed --against sqlite:last-month.db\n' +
        '  colophon evaluate --truth known.jsonl --records new.jsonl --against old.jsonl',
    )
    .action(async (options: EvaluateOptions) => {
      exit(await run(context, options))
    })
}

function folderOf(context: Context, name: string | undefined): ProfileFolder {
  const folders = foldersOf(context)
  const wanted = name ?? folders[0]?.record.name ?? ''
  requireProfile(
    wanted,
    folders.map(({ record }) => record),
  )
  return folders.find(({ record }) => record.name === wanted) as ProfileFolder
}

/** Figures and what was read, without documents: those are for the page of errors. */
const asJson = ({ documents: _documents, against, ...rest }: Evaluation) => ({
  ...rest,
  against: against && { records: against.records, ...against.paired },
})

async function run(context: Context, options: EvaluateOptions): Promise<number> {
  const { profile, truth, reviewed = false, records, against, errors, json = false } = options
  if ((truth === undefined) !== reviewed) {
    throw new ColophonError(
      'config.invalid',
      'Name what is known: either --truth FILE or --reviewed',
    )
  }
  const folder = folderOf(context, profile)
  const { config, stop } = await setUp(context)
  using _stop = stop
  const mistakes = new Mistakes()
  const evaluation = await evaluate({
    ...{ folder, truth, records, against },
    tenantId: config.TENANT_ID,
    cwd: context.cwd,
    storeUrl: config.STORE_URL,
    seen: (document, record) => {
      if (errors !== undefined) mistakes.add(document, record)
    },
  })
  if (errors !== undefined) {
    const documents = mistakes.documents(evaluation.documents, evaluation.against?.documents)
    await writeWhole(resolve(context.cwd, errors), errorPage(evaluation, documents))
  }
  context.stdout.write(
    json ? `${JSON.stringify(asJson(evaluation), null, 2)}\n` : evaluationInWords(evaluation),
  )
  for (const problem of evaluation.problems) context.stderr.write(`${problem}\n`)
  return evaluation.problems.length === 0 ? EXIT.done : EXIT.someFailed
}
