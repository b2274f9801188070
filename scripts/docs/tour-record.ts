import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Config } from '@colophon/cli/config'
import { startEmbedded } from '@colophon/cli/embedded'
import { readInputs } from '@colophon/cli/inputs'
import { formatTable } from '@colophon/cli/table'
import { followJob } from '@colophon/coordinator'
import { getPath, type DocumentRecord } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import { createLogger } from '@colophon/runtime'

export const TOUR = 'docs/tour.md'

const LETTER = '01-invitation-skating-party.txt'
const SHOWN = [
  'metadata.document_type',
  'metadata.access_level',
  'document.date.creation_date',
  'document.date.date_display',
  'document.correspondence.sender.name',
  'document.correspondence.sender.location',
  'document.correspondence.recipient.name',
  'document.languages',
  'content.salutation',
  'content.signature',
]

async function enrichSample(root: string): Promise<DocumentRecord> {
  const config = Config.parse({ STORE_URL: 'sqlite::memory:' })
  const log = createLogger({ service: 'docs', level: 'silent' })
  await using system = await startEmbedded(config, log)
  const job = await system.coordinator.openJob({
    tenantId: config.TENANT_ID,
    collectionId: 'samples',
    profile: 'letters',
    priority: 'normal',
  })
  const cwd = join(root, 'samples/letters')
  const { source } = lettersProfile
  for await (const item of readInputs([LETTER], { source, cwd, stdin: process.stdin })) {
    if (item.kind === 'document') await job.add([item.document])
  }
  await job.seal()
  const stop = new AbortController().signal
  for await (const document of followJob(system.store, job.job, {
    stop,
    onCounts: () => undefined,
    pollMs: 5,
  })) {
    return document
  }
  throw new Error(`${LETTER} gave no document`)
}

/** Its values as the tour shows them; times and hashes, which differ from run to run, are left out. */
function recordText({ enriched_data, provenance, review_status, quality_metrics }: DocumentRecord) {
  const rows = SHOWN.map((path) => {
    const value: unknown = getPath(enriched_data, path)
    const { confidence, evidence } = provenance[path] ?? {}
    const at = evidence == null ? '' : `${evidence.start}–${evidence.end}`
    return [path, [value].flat().join(' '), String(confidence ?? ''), at]
  })
  const decision = review_status === 'not_required' ? 'auto-approved' : 'to review'
  const completeness = quality_metrics?.completeness_score ?? 0
  const text = formatTable([['path', 'value', 'confidence', 'where'], ...rows], {
    maxCellWidth: 60,
  })
  return `${text}\ncompleteness ${completeness}, ${decision}`
}

const BLOCK = /(?<=<!-- generated: record -->\n\n```text\n)[^]*?(?=\n```\n)/

/** The tour is written by hand, except for the values of its letter. */
export async function tourPage(root: string): Promise<string> {
  const page = readFileSync(join(root, TOUR), 'utf8')
  if (!BLOCK.test(page)) throw new Error(`${TOUR} has no block for the record`)
  const text = recordText(await enrichSample(root))
  const clean = text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
  return page.replace(BLOCK, () => clean)
}
