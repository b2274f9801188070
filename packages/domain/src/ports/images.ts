import type { PageImage } from '../record/page-image.ts'

/** Images of pages, each under the hash of its bytes and its tenant: whoever knows a hash sees nothing of another one's. */
export interface ImageStore {
  /** Keeps an image; the same bytes again change nothing. Throws `store.full` and `store.unavailable`. */
  put(tenantId: string, bytes: Uint8Array): string
  /** Null when it is not there (any more). */
  get(
    tenantId: string,
    image: Pick<PageImage, 'sha256'>,
  ): Promise<{ size: number; bytes: AsyncIterable<Buffer> } | null>
  /** All that are kept, of all tenants. */
  list(): AsyncIterable<{ tenant: string; sha256: string }>
}
