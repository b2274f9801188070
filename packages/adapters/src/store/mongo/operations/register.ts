import {
  DEFAULT_COLLECTION,
  precedentContent,
  type Clock,
  type DocumentRecord,
  type DueRegister,
  type PageOf,
  type PageRequest,
  type PrecedentRecord,
  type PutPrecedent,
  type RegisterKey,
  type RegisterReading,
  type RegisterStore,
} from '@colophon/domain'
import type { Filter } from 'mongodb'
import { chainedHash } from '../../chained-hash.ts'
import { decodeCursor, pageOf } from '../../pages.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { groupSums } from '../records/groups.ts'
import { readPage } from '../records/page-records.ts'
import { bsonFields, documentFrom, iso } from '../records/records.ts'
import { fromBson } from '../records/values.ts'
import { insertNew } from '../updates/updates.ts'
import type { ToldJobs } from './told-jobs.ts'

const UNREAD = {
  status: 'completed',
  // Documents of earlier versions do not say.
  registered: { $in: [false, null] },
  collection_id: { $ne: DEFAULT_COLLECTION },
}

const registerId = ({ tenant_id, collection_id }: RegisterKey): string =>
  recordId(tenant_id, collection_id)

const precedentId = ({ tenant_id, collection_id }: RegisterKey, id: string): string =>
  recordId(tenant_id, JSON.stringify([collection_id, id]))

function precedentFrom(stored: Stored): PrecedentRecord {
  const one = fromBson(stored) as PrecedentRecord
  const { tenant_id, precedent, revision, changes, updated_at } = one
  return { tenant_id, precedent, revision, changes, updated_at }
}

const readingFrom = (stored: Stored): RegisterReading =>
  JSON.parse(String(stored['reading'])) as RegisterReading

interface RegisterStoreDeps {
  connection: Connection
  clock: Clock
  toldJobs: ToldJobs
}

/** What was read is written before the document says that it was: cut off in between, it is read again. */
export class MongoRegister implements RegisterStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #toldJobs: ToldJobs

  constructor({ connection, clock, toldJobs }: RegisterStoreDeps) {
    this.#connection = connection
    this.#clock = clock
    this.#toldJobs = toldJobs
  }

  due(limit: number): Promise<DueRegister[]> {
    return this.#connection.run(async () => {
      const { documents, registers } = this.#connection.collections
      const by = ['tenant_id', 'collection_id']
      const [unread, behind] = await Promise.all([
        groupSums(documents, { where: UNREAD, by, sums: { n: 1 } }),
        registers.find({ behind: true }).limit(limit).toArray(),
      ])
      const keys = [...unread.map(({ key }) => key), ...behind].map((one) => ({
        tenant_id: String(one['tenant_id']),
        collection_id: String(one['collection_id']),
      }))
      const each = [...new Map(keys.map((key) => [registerId(key), key]))]
      each.sort(([a], [b]) => (a < b ? -1 : 1))
      const some = each.slice(0, limit).map(([, key]) => key)
      return Promise.all(some.map(async (key) => ({ ...key, open: await this.#isOpen(key) })))
    })
  }

  unread(key: RegisterKey, limit: number): Promise<DocumentRecord[]> {
    if (key.collection_id === DEFAULT_COLLECTION) return Promise.resolve([])
    return this.#connection.run(async () => {
      const where = { ...UNREAD, ...key }
      const { documents } = this.#connection.collections
      const page = await readPage(documents, { where, sort: { document_id: 1 }, limit })
      return page.rows.map(documentFrom)
    })
  }

  read(key: RegisterKey, readings: readonly RegisterReading[]): Promise<void> {
    return this.#connection.run(async () => {
      for (const reading of readings) await this.#keep(key, reading)
      await this.#count(key)
      const { collections, updates } = this.#connection
      for (const { document_id, revision } of readings) {
        const _id = recordId(key.tenant_id, document_id)
        const as = { revision, collection_id: key.collection_id }
        await updates.one(collections.documents, _id, as, { $set: { registered: true } })
      }
    })
  }

  async readings(key: RegisterKey, page: PageRequest): Promise<PageOf<RegisterReading>> {
    const [after] = decodeCursor(page, [''])
    const where = { ...key, document_id: { $gt: after } }
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.readings, {
        ...{ where, sort: { document_id: 1 }, limit: page.limit },
      }),
    )
    return pageOf(rows, readingFrom, (row) => [String(row['document_id'])])
  }

  step(key: RegisterKey): Promise<number> {
    return this.#connection.run(async () => {
      const { registers } = this.#connection.collections
      return Number((await registers.findOne({ _id: registerId(key) }))?.['step'] ?? 0)
    })
  }

  applied(key: RegisterKey, step: number): Promise<void> {
    return this.#connection.run(async () => {
      const { collections, updates } = this.#connection
      const change = { $set: { behind: false } }
      await updates.one(collections.registers, registerId(key), { step }, change)
    })
  }

  precedent(key: RegisterKey, id: string): Promise<PrecedentRecord | null> {
    return this.#connection.run(() => this.#precedent(key, id))
  }

  async precedents(key: RegisterKey, page: PageRequest): Promise<PageOf<PrecedentRecord>> {
    const [after] = decodeCursor(page, [''])
    const where = { ...key, precedent_id: { $gt: after } }
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.precedents, {
        ...{ where, sort: { precedent_id: 1 }, limit: page.limit },
      }),
    )
    return pageOf(rows, precedentFrom, (row) => [String(row['precedent_id'])])
  }

  async allPrecedents(tenantId: string, page: PageRequest): Promise<PageOf<PrecedentRecord>> {
    const [collection, id] = decodeCursor(page, ['', ''])
    const behind = [
      { collection_id: { $gt: collection } },
      { collection_id: collection, precedent_id: { $gt: id } },
    ]
    const rows = await this.#connection.run(() =>
      readPage(this.#connection.collections.precedents, {
        where: { tenant_id: tenantId, $or: behind },
        sort: { collection_id: 1, precedent_id: 1 },
        limit: page.limit,
      }),
    )
    return pageOf(rows, precedentFrom, (row) => [
      String(row['collection_id']),
      String(row['precedent_id']),
    ])
  }

  /** The register is due before it and after it: however this is cut off, the next pass hears of it. */
  putPrecedent(key: RegisterKey, change: PutPrecedent): Promise<PrecedentRecord | null> {
    return this.#connection.run(async () => {
      const before = await this.#precedent(key, change.precedent.precedent_id)
      if ((before?.revision ?? 0) !== change.revision) return null
      await this.#count(key)
      const record = this.#changed(key, before, change)
      if (!(await this.#write(key, record, change.revision))) return null
      await this.#count(key)
      return record
    })
  }

  async #isOpen(key: RegisterKey): Promise<boolean> {
    const { documents } = this.#connection.collections
    const where = { ...UNREAD, ...key } as Filter<Stored>
    const found = await documents.findOne(where, { projection: { enrichment_job_id: 1 } })
    if (found === null) return false
    return this.#toldJobs.isOpen(key.tenant_id, String(found['enrichment_job_id']))
  }

  async #keep(key: RegisterKey, reading: RegisterReading): Promise<void> {
    const { collections, updates } = this.#connection
    const { document_id } = reading
    const _id = recordId(key.tenant_id, document_id)
    const fields = { ...key, document_id, reading: JSON.stringify(reading) }
    if (await insertNew(collections.readings, { _id, ...fields })) return
    await updates.one(collections.readings, _id, {}, { $set: fields })
  }

  /** What there is changes by a step, and is not applied. */
  async #count(key: RegisterKey): Promise<void> {
    const { collections, updates } = this.#connection
    const _id = registerId(key)
    if (await insertNew(collections.registers, { _id, ...key, step: 1, behind: true })) return
    const change = { $inc: { step: 1 }, $set: { behind: true } }
    await updates.one(collections.registers, _id, {}, change)
  }

  async #precedent(key: RegisterKey, id: string): Promise<PrecedentRecord | null> {
    const { precedents } = this.#connection.collections
    const stored = await precedents.findOne({ _id: precedentId(key, id) })
    return stored && precedentFrom(stored)
  }

  async #write(key: RegisterKey, record: PrecedentRecord, revision: number): Promise<boolean> {
    const { collections, updates } = this.#connection
    const { precedent_id } = record.precedent
    const _id = precedentId(key, precedent_id)
    const fields = { ...key, precedent_id, ...bsonFields(record) }
    if (revision === 0) return insertNew(collections.precedents, { _id, ...fields })
    const changed = { $set: fields }
    return (await updates.one(collections.precedents, _id, { revision }, changed)) !== null
  }

  #changed(
    { tenant_id }: RegisterKey,
    before: PrecedentRecord | null,
    { precedent, revision, actor }: PutPrecedent,
  ): PrecedentRecord {
    const at = iso(this.#clock.now())
    const changes = before?.changes ?? []
    const from = before?.precedent ?? null
    const change = { n: revision + 1, at, actor, from, to: precedent }
    const hash = chainedHash(changes, precedentContent(tenant_id, precedent, change))
    const all = [...changes, { ...change, hash }]
    return { tenant_id, precedent, revision: change.n, changes: all, updated_at: at }
  }
}
