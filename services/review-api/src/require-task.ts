import { ColophonError, type ReviewRecord, type Store } from '@colophon/domain'

/** Rejects with `review.not_found`. */
export async function requireTask(
  store: Pick<Store, 'reviews'>,
  tenant: string,
  id: string,
): Promise<ReviewRecord> {
  const task = await store.reviews.get(tenant, id)
  if (task !== null) return task
  throw new ColophonError('review.not_found', `There is no review task ${id}`)
}
