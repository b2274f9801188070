import { ColophonError, getPath, isPresent, type DocumentRecord } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import type { Command } from 'commander'
import { EXIT, setUp, type Context } from '../context.ts'
import { openExistingStore } from '../open-existing-store.ts'
import { outputRecord } from '@colophon/coordinator/export'
import { formatTable } from '../terminal/table.ts'

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
    .action(async (documentId: string, options: { json?: boolean }) => {
      const { config, stop } = setUp(context)
      using _stop = stop
      await using store = await openExistingStore(config.STORE_URL, context.cwd)
      const document = await store.documents.get(config.TENANT_ID, documentId)
      if (document === null)
        throw new ColophonError('document.not_found', `There is no document ${documentId}`)
      const text =
        options.json === true
          ? `${JSON.stringify(outputRecord(document), null, 2)}\n`
          : describe(document)
      context.stdout.write(text)
      exit(EXIT.done)
    })
}

const HIDDEN = new Set(lettersProfile.bulk)

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

function describe(document: DocumentRecord): string {
  const rows = lettersProfile.fields.flatMap(({ path }) => {
    const value = getPath(document.enriched_data, path)
    if (HIDDEN.has(path) || !isPresent(value)) return []
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
  const metrics = document.quality_metrics
  const facts = [
    ['document', document.document_id],
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
  return `${formatTable(facts, { maxCellWidth: 200 })}\n${formatTable(rows, { maxCellWidth: 56 })}`
}
