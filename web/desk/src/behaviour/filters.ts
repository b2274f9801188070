/** The queue's filter, as it stands in the address of the page and in the request: the same names. */
export const FILTERS = [
  'status',
  'reason',
  'collection_id',
  'job_id',
  'field',
  'assignee',
  'older_than',
  'max_completeness',
  'priority',
  'has_comments',
  'order',
] as const
export type FilterName = (typeof FILTERS)[number]
export type Filter = Partial<Record<FilterName, string>>

/** What of an address is a filter; anything else in it is none of the server's business. */
export function readFilter(search: string): Filter {
  const given = new URLSearchParams(search)
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = given.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  )
}

/** The address with this of the filter changed; undefined takes it out. */
export function withFilter(search: string, name: FilterName, value: string | undefined): string {
  const given = new URLSearchParams(search)
  if (value === undefined || value === '') given.delete(name)
  else given.set(name, value)
  given.delete('at')
  const text = given.toString()
  return text === '' ? '' : `?${text}`
}
