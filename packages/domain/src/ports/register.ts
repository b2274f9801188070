import type { DocumentRecord } from '../record/document.ts'
import type { Precedent } from '../register/precedent.ts'
import type { PrecedentRecord } from '../register/precedent-record.ts'
import type { RegisterReading } from '../register/reading.ts'
import type { PageOf, PageRequest } from './page.ts'

export interface RegisterKey {
  tenant_id: string
  collection_id: string
}

/** A collection whose register is behind what is in its documents, or behind what people decided. */
export interface DueRegister extends RegisterKey {
  /** The job of a document that was not read yet has not ended: there is more to come. */
  open: boolean
}

export interface PutPrecedent {
  precedent: Precedent
  /** That it was read at; 0: there is none yet. */
  revision: number
  actor: string
}

/**
 * What the documents of a collection say for its register, and what people decided of that. Documents without a
 * collection of their own (`DEFAULT_COLLECTION`) have no register.
 */
export interface RegisterStore {
  /** Over all tenants. */
  due(limit: number): Promise<DueRegister[]>
  /** Completed documents of a collection that were not read as they are now: at most so many, fewer where they are long. */
  unread(key: RegisterKey, limit: number): Promise<DocumentRecord[]>
  /** Keeps what was read of documents. One that is at another revision by now stays unread. */
  read(key: RegisterKey, readings: readonly RegisterReading[]): Promise<void>
  /** By document id. */
  readings(key: RegisterKey, page: PageRequest): Promise<PageOf<RegisterReading>>
  /** Counts up with all that is read and decided; 0 where nothing was. */
  step(key: RegisterKey): Promise<number>
  /** All that there was at this step is in the records: with nothing newer the collection is due no more. */
  applied(key: RegisterKey, step: number): Promise<void>
  precedent(key: RegisterKey, precedentId: string): Promise<PrecedentRecord | null>
  /** By id, those that were undone too. */
  precedents(key: RegisterKey, page: PageRequest): Promise<PageOf<PrecedentRecord>>
  /** Of all collections of a tenant, by collection and id. */
  allPrecedents(tenantId: string, page: PageRequest): Promise<PageOf<PrecedentRecord>>
  /** Makes or undoes one and chains the change to those before it. Null when it is at another revision by now. */
  putPrecedent(key: RegisterKey, change: PutPrecedent): Promise<PrecedentRecord | null>
}
