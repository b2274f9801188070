/** Addresses of the pages, as the router and the server know them. */
export const PLACES = {
  queue: '/',
  task: '/tasks/:id',
  history: '/tasks/:id/history',
  document: '/documents/:id',
  search: '/search',
  collections: '/collections',
  collection: '/collections/:id',
  batch: '/batch',
  register: '/register',
} as const

type Query = Readonly<Record<string, string>>

const withQuery = (place: string, query: Query): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? place : `${place}?${text}`
}

/**
 * The id in an address as the browser has it. The router's own is decoded already, but for some characters: what it was
 * before cannot be told from that.
 */
export function idIn(pathname: string): string {
  const part = pathname.split('/')[2] ?? ''
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const placeOfTask = (reviewId: string): string => `/tasks/${encodeURIComponent(reviewId)}`
export const placeOfHistory = (reviewId: string): string => `${placeOfTask(reviewId)}/history`
/** Where a document is only looked at: nobody holds it by that, and nobody has to have been asked about it. */
export const placeOfDocument = (id: string): string => `/documents/${encodeURIComponent(id)}`
export const placeOfCollection = (id: string): string => `/collections/${encodeURIComponent(id)}`
export const placeOfQueue = (filter: Query): string => withQuery(PLACES.queue, filter)
export const placeOfBatch = (query: Query): string => withQuery(PLACES.batch, query)
export const placeOfRegister = (collection: string, words = ''): string =>
  withQuery(PLACES.register, { collection, ...(words === '' ? {} : { q: words }) })
