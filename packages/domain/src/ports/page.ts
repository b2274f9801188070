/** Keyset pages: `cursor` is opaque and null at the end. `limit` is at most 500. */
export interface PageOf<T> {
  items: T[]
  cursor: string | null
}
export interface PageRequest {
  cursor?: string | undefined
  limit: number
}
