import {
  CollectionSettings,
  settingsContent,
  type Clock,
  type CollectionEntry,
  type CollectionRecord,
  type PageOf,
  type PageRequest,
} from '@colophon/domain'
import { pageRows } from '../../../page-limits.ts'
import { chainedHash } from '../../../chained-hash.ts'
import { decodeCursor, pageOf } from '../../../pages.ts'
import { recordId, type Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { groupSums } from '../../records/groups.ts'
import { bsonFields, iso } from '../../records/records.ts'
import { fromBson, toBson } from '../../records/values.ts'
import { insertNew } from '../../updates/updates.ts'

export interface SettingsToPut {
  revision: number
  settings: CollectionSettings
  actor: string
}

function recordFrom(stored: Stored): CollectionRecord {
  const { _id, ...record } = fromBson(stored) as CollectionRecord & { _id: string }
  // Settings that came later have their defaults in older records.
  return { ...record, settings: CollectionSettings.parse(record.settings) }
}

/** Settings of collections; each record carries all of its changes, chained as events are. */
export class CollectionRecords {
  readonly #connection: Connection
  readonly #clock: Clock

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection
    this.#clock = clock
  }

  async get(tenantId: string, collectionId: string): Promise<CollectionEntry | null> {
    const own = { tenant_id: tenantId, collection_id: collectionId }
    const [documents, record] = await Promise.all([
      this.#connection.collections.documents.countDocuments(own),
      this.record(tenantId, collectionId),
    ])
    if (documents === 0 && record === null) return null
    return { collection_id: collectionId, documents, record }
  }

  async put(
    tenantId: string,
    collectionId: string,
    change: SettingsToPut,
  ): Promise<CollectionRecord | null> {
    const { collections, updates } = this.#connection
    const before = await this.record(tenantId, collectionId)
    if ((before?.revision ?? 0) !== change.revision) return null
    const record = this.#changed(tenantId, collectionId, before, change)
    const _id = recordId(tenantId, collectionId)
    const stored = { _id, ...bsonFields(record) }
    if (before === null) return (await insertNew(collections.settings, stored)) ? record : null
    const { settings, revision, changes, updated_at } = record
    const $set = { settings: toBson(settings), revision, changes: toBson(changes), updated_at }
    const same = { revision: before.revision }
    return (await updates.one(collections.settings, _id, same, { $set })) && record
  }

  /** Documents are counted from an index alone. */
  async list(tenantId: string, page: PageRequest): Promise<PageOf<CollectionEntry>> {
    const [after] = decodeCursor(page, [''])
    const { settings, documents } = this.#connection.collections
    const where = { tenant_id: tenantId, collection_id: { $gt: after } }
    const limit = pageRows(page.limit)
    const [groups, records] = await Promise.all([
      groupSums(documents, { where, by: ['collection_id'], sums: { n: 1 } }),
      settings
        .find(where)
        .sort({ collection_id: 1 })
        .limit(limit + 1)
        .toArray(),
    ])
    const counts = new Map(
      groups.map(({ key, sums }) => [String(key['collection_id']), Number(sums.n)]),
    )
    const known = new Map(records.map(recordFrom).map((one) => [one.collection_id, one]))
    const ids = [...new Set([...counts.keys(), ...known.keys()])].sort()
    const rows = ids.slice(0, limit)
    return pageOf(
      { rows, more: ids.length > limit },
      (id) => ({
        collection_id: id,
        documents: counts.get(id) ?? 0,
        record: known.get(id) ?? null,
      }),
      (id) => [id],
    )
  }

  async record(tenantId: string, collectionId: string): Promise<CollectionRecord | null> {
    const { settings } = this.#connection.collections
    const stored = await settings.findOne({ _id: recordId(tenantId, collectionId) })
    return stored && recordFrom(stored)
  }

  #changed(
    tenant_id: string,
    collection_id: string,
    before: CollectionRecord | null,
    { settings, actor }: SettingsToPut,
  ): CollectionRecord {
    const at = iso(this.#clock.now())
    const changes = before?.changes ?? []
    const change = {
      n: changes.length + 1,
      at,
      actor,
      from: before?.settings ?? null,
      to: settings,
    }
    const content = settingsContent(tenant_id, collection_id, change)
    const chain = chainedHash(changes, content)
    return {
      tenant_id,
      collection_id,
      settings,
      revision: (before?.revision ?? 0) + 1,
      changes: [...changes, { ...change, hash: chain }],
      updated_at: at,
    }
  }
}
