import { BSON, type FindOptions } from 'mongodb'
import type { CopyTarget, PartWriter } from '../../backup/parts.ts'
import type { CollectionName, Stored } from '../connection/collections.ts'

/** Values as they are stored: a whole number that was written as a double stays one. */
export const AS_STORED = {
  promoteValues: false,
  promoteLongs: false,
  useBigInt64: false,
} as const satisfies FindOptions

/** A number as it is stored may be an object of the driver. */
export const numberOf = (value: unknown): number => Number(value)

/** A record as one line of canonical Extended JSON, and back. */
export const lineOf = (record: Stored): string => BSON.EJSON.stringify(record, { relaxed: false })
export const recordOf = (line: string): Stored =>
  BSON.EJSON.parse(line, { relaxed: false }) as Stored

export const partOf = (collection: string): string => `${collection}.ndjson`
/** Which indexes there were; those of an earlier version are told from it when it is opened. */
export const INDEXES_PART = 'indexes.ndjson'

/** What belongs to processes, and not to the records. */
const OF_PROCESSES: ReadonlySet<CollectionName> = new Set(['leaders', 'locks'])
export const isKept = (name: CollectionName): boolean => !OF_PROCESSES.has(name)

/** Writes the records of one collection and counts them. */
export class Lines {
  readonly #part: PartWriter
  count = 0

  private constructor(part: PartWriter) {
    this.#part = part
  }

  static async open(target: CopyTarget, collection: string): Promise<Lines> {
    return new Lines(await target.part(partOf(collection)))
  }

  add(record: Stored): Promise<void> {
    return this.addLine(lineOf(record))
  }

  addLine(line: string): Promise<void> {
    this.count += 1
    return this.#part.write(`${line}\n`)
  }

  end(): Promise<void> {
    return this.#part.end()
  }
}
