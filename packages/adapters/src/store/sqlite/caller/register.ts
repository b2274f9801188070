import type {
  Clock,
  DocumentRecord,
  DueRegister,
  PageOf,
  PageRequest,
  Precedent,
  PrecedentChange,
  PrecedentRecord,
  PutPrecedent,
  RegisterKey,
  RegisterReading,
  RegisterStore,
} from '@colophon/domain'
import { decodeCursor, pageOf } from '../../pages.ts'
import type { Remote } from '../protocol.ts'
import type { Row } from '../thread/database.ts'
import { documentFrom, iso, json } from './rows.ts'

const precedentFrom = (row: Row): PrecedentRecord => ({
  tenant_id: String(row['tenant_id']),
  precedent: JSON.parse(String(row['precedent'])) as Precedent,
  revision: Number(row['revision']),
  changes: JSON.parse(String(row['changes'])) as PrecedentChange[],
  updated_at: String(row['updated_at']),
})

const readingFrom = (row: Row): RegisterReading =>
  JSON.parse(String(row['reading'])) as RegisterReading

export class SqliteRegister implements RegisterStore {
  readonly #remote: Remote
  readonly #clock: Clock

  constructor(remote: Remote, clock: Clock) {
    this.#remote = remote
    this.#clock = clock
  }

  async due(limit: number): Promise<DueRegister[]> {
    const rows = await this.#remote.read('register', 'due', limit)
    return rows.map((row) => ({
      tenant_id: String(row['tenant_id']),
      collection_id: String(row['collection_id']),
      open: row['open'] === 1,
    }))
  }

  async unread(key: RegisterKey, limit: number): Promise<DocumentRecord[]> {
    return (await this.#remote.read('register', 'unread', key, limit)).map(documentFrom)
  }

  read(key: RegisterKey, readings: readonly RegisterReading[]): Promise<void> {
    const rows = readings.map((reading) => {
      const { document_id, revision } = reading
      return { document_id, revision, reading: json(reading) }
    })
    return this.#remote.write('register', 'read', key, rows)
  }

  async readings(key: RegisterKey, page: PageRequest): Promise<PageOf<RegisterReading>> {
    const [after] = decodeCursor(page, [''])
    const rows = await this.#remote.read('register', 'readings', key, after, page.limit)
    return pageOf(rows, readingFrom, (row) => [String(row['document_id'])])
  }

  step(key: RegisterKey): Promise<number> {
    return this.#remote.read('register', 'step', key)
  }

  applied(key: RegisterKey, step: number): Promise<void> {
    return this.#remote.write('register', 'applied', key, step)
  }

  async precedent(key: RegisterKey, precedentId: string): Promise<PrecedentRecord | null> {
    const row = await this.#remote.read('register', 'precedent', key, precedentId)
    return row === undefined ? null : precedentFrom(row)
  }

  async precedents(key: RegisterKey, page: PageRequest): Promise<PageOf<PrecedentRecord>> {
    const [after] = decodeCursor(page, [''])
    const rows = await this.#remote.read('register', 'precedents', key, after, page.limit)
    return pageOf(rows, precedentFrom, (row) => [String(row['precedent_id'])])
  }

  async allPrecedents(tenantId: string, page: PageRequest): Promise<PageOf<PrecedentRecord>> {
    const after = decodeCursor(page, ['', ''])
    const rows = await this.#remote.read('register', 'allPrecedents', tenantId, after, page.limit)
    return pageOf(rows, precedentFrom, (row) => [
      String(row['collection_id']),
      String(row['precedent_id']),
    ])
  }

  async putPrecedent(
    key: RegisterKey,
    { precedent, revision, actor }: PutPrecedent,
  ): Promise<PrecedentRecord | null> {
    const row = await this.#remote.write('register', 'put', key, {
      precedent_id: precedent.precedent_id,
      revision,
      precedent: json(precedent),
      actor: json(actor),
      at: iso(this.#clock.now()),
    })
    return row === null ? null : precedentFrom(row)
  }
}
