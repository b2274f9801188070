/** Addresses of the pages, as the router and the server know them. */
export const PLACES = {
  queue: '/',
  task: '/tasks/:id',
  history: '/documents/:id/history',
  search: '/search',
  collections: '/collections',
  collection: '/collections/:id',
  batch: '/batch',
} as const

export const placeOfTask = (reviewId: string): string => `/tasks/${encodeURIComponent(reviewId)}`
