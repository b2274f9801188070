import type { AuditEvent } from '../review/audit.ts'
import type { PageOf, PageRequest } from './page.ts'

/** The end of the chain of a document's events. */
export interface ChainHead {
  document_id: string
  /** Number of its last event. */
  n: number
  /** Null where its events are from before there was a chain. */
  hash: string | null
}

export interface AuditStore {
  /** Of documents that have events, or of one, by document id. */
  heads(
    tenantId: string,
    filter: { documentId?: string | undefined },
    page: PageRequest,
  ): Promise<PageOf<ChainHead>>
  list(tenantId: string, documentId: string, page: PageRequest): Promise<PageOf<AuditEvent>>
}
