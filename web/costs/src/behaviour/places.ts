export const PLACES = { overview: '/', calls: '/calls' } as const

/** What the pages filter by: it stands in their addresses, and goes to the API as it is. */
export const FILTERS = [
  'from',
  'to',
  'collection_id',
  'job_id',
  'document_id',
  'tier',
  'model',
  'agent',
  'state',
] as const
export type FilterName = (typeof FILTERS)[number]
export type Filter = Partial<Record<FilterName, string>>

export const FILTER_WORDS: Readonly<Record<FilterName, string>> = {
  from: 'From',
  to: 'To',
  collection_id: 'Collection',
  job_id: 'Job',
  document_id: 'Document',
  tier: 'Tier',
  model: 'Model',
  agent: 'Agent',
  state: 'State',
}

export function readFilter(search: string): Filter {
  const query = new URLSearchParams(search)
  const named = FILTERS.flatMap((name) => {
    const value = query.get(name) ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  return Object.fromEntries(named)
}

export function queryOf(filter: Filter, more: Readonly<Record<string, string>> = {}): string {
  const named = FILTERS.flatMap((name) => {
    const value = filter[name] ?? ''
    return value === '' ? [] : [[name, value] as [string, string]]
  })
  return new URLSearchParams([...named, ...Object.entries(more)]).toString()
}

export const placeOf = (place: string, filter: Filter): string => {
  const query = queryOf(filter)
  return query === '' ? place : `${place}?${query}`
}
