/** Addresses of the pages, as the router and the server know them. */
export const PLACES = {
  queue: '/',
  task: '/tasks/:id',
  history: '/tasks/:id/history',
  search: '/search',
  collections: '/collections',
  collection: '/collections/:id',
  batch: '/batch',
} as const

type Query = Readonly<Record<string, string>>

const withQuery = (place: string, query: Query): string => {
  const text = new URLSearchParams(query).toString()
  return text === '' ? place : `${place}?${text}`
}

export const placeOfTask = (reviewId: string): string => `/tasks/${encodeURIComponent(reviewId)}`
export const placeOfHistory = (reviewId: string): string => `${placeOfTask(reviewId)}/history`
export const placeOfCollection = (id: string): string => `/collections/${encodeURIComponent(id)}`
export const placeOfQueue = (filter: Query): string => withQuery(PLACES.queue, filter)
export const placeOfBatch = (query: Query): string => withQuery(PLACES.batch, query)
