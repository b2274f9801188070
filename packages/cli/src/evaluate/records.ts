import { resolve } from 'node:path'
import { isHuman, type AuditEvent, type Profile, type Store } from '@colophon/domain'
import { machineRecord, type JudgedRecord } from '@colophon/domain/evaluation'
import { z } from 'zod'
import { openExistingStore } from '../open-existing-store.ts'
import { jsonLines } from './json-lines.ts'

/** Records that are held against truth: those of a store, or those that were written to a file. */
export interface RecordsPlace extends AsyncDisposable {
  /** As it is called to people. */
  name: string
  /** Lines that are no record, and records of other profiles. */
  problems: string[]
  /** The records of these documents that there are, each once. */
  recordsOf(ids: ReadonlySet<string>): AsyncGenerator<JudgedRecord>
}

const STORE = /^(?:sqlite|mongodb(?:\+srv)?):/

export const isStoreUrl = (place: string): boolean => STORE.test(place)

const PAGE = 500

async function eventsOf(store: Store, tenant: string, id: string): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await store.audit.list(tenant, id, { limit: PAGE, cursor })
    events.push(...page.items)
    cursor = page.cursor
  }
  return events
}

export interface StoreAsked {
  url: string
  cwd: string
  tenantId: string
  profile: Profile
}

/** Records of a store as agents left them: what people decided since is put back. */
export async function openStoreRecords(asked: StoreAsked): Promise<RecordsPlace> {
  const { url, cwd, tenantId, profile } = asked
  const store = await openExistingStore(url, cwd)
  const problems: string[] = []
  return {
    name: url.replace(/\/\/[^@/]*@/, '//'),
    problems,
    async *recordsOf(ids) {
      for (const id of ids) {
        const record = await store.documents.get(tenantId, id)
        if (record === null) continue
        if (record.profile !== profile.name) {
          problems.push(`${id} is a document of ${record.profile}`)
          continue
        }
        const isDecided = Object.values(record.provenance).some(isHuman)
        const events = isDecided ? await eventsOf(store, tenantId, id) : []
        yield machineRecord(profile, record, events)
      }
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** Of a line of records what is looked at; the rest may be of any version. */
const RecordLine = z.looseObject({
  document_id: z.string().min(1),
  profile: z.string().optional(),
  enriched_data: z.record(z.string(), z.unknown()).nullable(),
  provenance: z.record(z.string(), z.looseObject({ confidence: z.number(), source: z.string() })),
})

const faultOf = (thrown: unknown): string => {
  if (thrown instanceof SyntaxError) return 'is not JSON'
  if (!(thrown instanceof z.ZodError)) throw thrown
  return `is no record: ${thrown.issues[0]?.path.join('.') ?? ''}`
}

/** Records of a file as `enrich --out` writes them. The last of several of one document counts. */
export function openFileRecords(path: string, cwd: string, profile: Profile): RecordsPlace {
  const problems: string[] = []
  return {
    name: path,
    problems,
    async *recordsOf(ids) {
      const records = new Map<string, JudgedRecord>()
      for await (const { line, text } of jsonLines(resolve(cwd, path))) {
        if (text.trim() === '') continue
        try {
          const record = RecordLine.parse(JSON.parse(text))
          if ((record.profile ?? profile.name) !== profile.name) continue
          if (ids.has(record.document_id))
            records.set(record.document_id, record as unknown as JudgedRecord)
        } catch (thrown) {
          problems.push(`${path}:${line} ${faultOf(thrown)}`)
        }
      }
      yield* records.values()
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

export const openRecords = (
  place: string,
  asked: Omit<StoreAsked, 'url'>,
): Promise<RecordsPlace> =>
  isStoreUrl(place)
    ? openStoreRecords({ ...asked, url: place })
    : Promise.resolve(openFileRecords(place, asked.cwd, asked.profile))
