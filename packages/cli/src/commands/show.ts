import { requireDocument, requireRevision } from '@colophon/coordinator'
import { outputRecord } from '@colophon/formats/write'
import {
  getPath,
  isPresent,
  requireProfile,
  type DocumentRecord,
  type KeptRevision,
  type Profile,
  type RevisionSummary,
  type Store,
} from '@colophon/domain'
import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { profilesOf } from '../profiles.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { formatTable } from '../terminal/table.ts'

interface ShowOptions {
  json?: boolean
  revision?: number
}

/** The present revision, or one that was replaced. */
interface Shown extends Omit<KeptRevision, 'replaced_at'> {
  replaced_at: string | null
  /** Kept ones; the newest, when there are very many. */
  earlier: RevisionSummary[]
}

const REVISIONS_NAMED = 20

function revisionNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number from 1.')
}

async function find(
  store: Pick<Store, 'documents'>,
  tenant: string,
  { documentId, revision }: { documentId: string; revision?: number },
): Promise<Shown> {
  const document = await requireDocument(store, tenant, documentId)
  const page = await store.documents.revisions(tenant, documentId, { limit: REVISIONS_NAMED })
  const present = { document, replaced_at: null, review: null, earlier: page.items }
  if (revision === undefined || revision === document.revision) return present
  const kept = await requireRevision(store, tenant, document, revision)
  return { ...kept, earlier: page.items }
}

export function showCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('show')
    .summary('one document: its values, how sure they are, and the words that support them')
    .argument('<document>', 'document id')
    .option('--json', 'the whole record')
    .option('-r, --revision <number>', 'as it was when a submission replaced it', revisionNumber)
    .action(async (documentId: string, options: ShowOptions) => {
      const { config, stop } = await setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const shown = await find(store, config.TENANT_ID, { documentId, ...options })
      const { document, replaced_at, review } = shown
      const kept = replaced_at === null ? {} : { replaced: { at: replaced_at, review } }
      const comments = await store.desk.comments(config.TENANT_ID, documentId)
      const text =
        options.json === true
          ? `${JSON.stringify({ ...outputRecord(document, comments), ...kept }, null, 2)}\n`
          : describe(shown, requireProfile(document.profile, profilesOf(context)))
      context.stdout.write(text)
      exit(EXIT.done)
    })
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(' · ')
  if (typeof value !== 'object' || value === null) return String(value)
  const named = value as Record<string, unknown>
  const label =
    named['name'] ??
    named['description'] ??
    named['reference'] ??
    named['display'] ??
    named['value']
  if (label !== undefined) return valueText(label)
  return Object.values(named)
    .filter((part) => typeof part === 'string')
    .join(' ')
}

function decision({ status, review_status, review_reasons, error }: DocumentRecord): string {
  if (status !== 'completed')
    return error === null ? status : `${status}: ${error.message} [${error.code}]`
  return review_status === 'not_required'
    ? 'auto-approved'
    : `${String(review_status)} review: ${review_reasons.join(', ')}`
}

function revisionText({ document, replaced_at, review }: Shown): string {
  const { revision, collection_id } = document
  const ended = review === null ? '' : `, review ${review.status}`
  const replaced = replaced_at === null ? '' : `, replaced ${replaced_at}${ended}`
  return `${revision} in collection ${collection_id}${replaced}`
}

/** The fields of its profile; long texts are left to `--json`. */
function fieldRows(document: DocumentRecord, { fields, bulk }: Profile): string[][] {
  return fields.flatMap(({ path }) => {
    const value = getPath(document.enriched_data, path)
    if (bulk.includes(path) || !isPresent(value)) return []
    const from = document.provenance[path]
    const sure =
      from === undefined || from.source === 'input'
        ? ''
        : `${String(Math.round(from.confidence * 100))} %`
    const quote = from?.evidence?.quote
    return [
      [
        path,
        valueText(value),
        sure,
        from?.source ?? '',
        quote === undefined ? (from?.reason ?? '') : `“${quote}”`,
      ],
    ]
  })
}

function describe(shown: Shown, profile: Profile): string {
  const { document, earlier } = shown
  const metrics = document.quality_metrics
  const facts = [
    ['document', document.document_id],
    ['revision', revisionText(shown)],
    ...(earlier.length > 0
      ? [['kept', earlier.map(({ revision }) => String(revision)).join(', ')]]
      : []),
    ['decision', decision(document)],
    ...(metrics === null
      ? []
      : [
          [
            'completeness',
            `${(metrics.completeness_score * 100).toFixed(0)} %${metrics.missing_fields.length > 0 ? `, missing ${metrics.missing_fields.join(', ')}` : ''}`,
          ],
        ]),
    [
      'agents',
      Object.entries(document.agents)
        .map(
          ([agent, { status, why }]) => `${agent} ${status}${why === undefined ? '' : ` (${why})`}`,
        )
        .join(', '),
    ],
  ]
  return `${formatTable(facts, { maxCellWidth: 200 })}\n${formatTable(fieldRows(document, profile), { maxCellWidth: 56 })}`
}
