import { BSON } from 'mongodb'
import type { Stored } from '../connection/collections.ts'

const MOST_RECORDS = 1_000
const MOST_BYTES = 8 * 1024 * 1024

/** Records in batches of bounded size. */
export async function* batchesOf(records: AsyncIterable<Stored>): AsyncGenerator<Stored[]> {
  let batch: Stored[] = []
  let bytes = 0
  for await (const record of records) {
    batch.push(record)
    bytes += BSON.calculateObjectSize(record)
    if (batch.length < MOST_RECORDS && bytes < MOST_BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
