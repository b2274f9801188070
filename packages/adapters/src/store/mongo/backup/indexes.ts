import type { Records } from '../connection/collections.ts'
import { noSuchCollection } from '../connection/indexes.ts'

/** An index as the server describes it, but for what it makes itself. */
export interface KeptIndex {
  key: Record<string, 1 | -1>
  [option: string]: unknown
}

const OWN = new Set(['v', 'ns', 'background'])

/** All but the one of every collection. */
export async function indexesOf(records: Records): Promise<KeptIndex[]> {
  const listed = (await records
    .listIndexes({ useBigInt64: false })
    .toArray()
    .catch(noSuchCollection)) as KeptIndex[]
  return listed
    .filter(({ key }) => JSON.stringify(key) !== '{"_id":1}')
    .map((index) => {
      const kept = Object.entries(index).filter(([name]) => !OWN.has(name))
      return Object.fromEntries(kept) as KeptIndex
    })
}

/** One by one: FerretDB 1 drops the connection over a list of which several are there already. */
export async function createKept(records: Records, { key, ...options }: KeptIndex): Promise<void> {
  await records.createIndexes([{ key, ...options }])
}
