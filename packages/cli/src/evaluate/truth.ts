import { resolve } from 'node:path'
import { decisionLine, type DocumentRecord, type PageOf, type Store } from '@colophon/domain'
import { TruthLines, type EvaluationSpec, type Truth } from '@colophon/domain/evaluation'
import { jsonLines } from './json-lines.ts'

interface TruthOf {
  profile: string
  spec: EvaluationSpec
}

/** What a file says; bad lines are told, and the rest goes on. */
export async function readTruthFile(
  path: string,
  { cwd, profile, spec }: TruthOf & { cwd: string },
): Promise<Truth> {
  const lines = new TruthLines(profile, spec)
  for await (const { line, text } of jsonLines(resolve(cwd, path))) lines.add(text, line)
  return lines.read()
}

/** Documents come with their texts. */
const AT_ONCE = 50

/** What people decided of the documents of a store. */
export async function readReviewed(
  store: Pick<Store, 'documents'>,
  { tenantId, profile, spec }: TruthOf & { tenantId: string },
): Promise<Truth> {
  const lines = new TruthLines(profile, spec)
  let [cursor, line]: [string | null | undefined, number] = [undefined, 0]
  while (cursor !== null) {
    const page: PageOf<DocumentRecord> = await store.documents.list(
      tenantId,
      {},
      { limit: AT_ONCE, cursor },
    )
    for (const document of page.items) {
      const decided = document.profile === profile ? decisionLine(document) : null
      line += 1
      if (decided !== null) lines.add(JSON.stringify(decided), line)
    }
    ;({ cursor } = page)
  }
  return lines.read()
}
