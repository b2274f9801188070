/** Takes one part of a copy; what is written may wait in memory until `end`. */
export interface PartWriter {
  write(chunk: string | Uint8Array): Promise<void>
  end(): Promise<void>
}

/** Takes the parts of a copy of a store. */
export interface CopyTarget {
  /** A folder for what has to be a file before it is a part; whoever puts one there takes it away. */
  readonly scratch: string
  part(name: string): Promise<PartWriter>
}

/** Gives the parts of a copy back, as they were written. */
export interface CopySource {
  /** Version of the form of the store that was copied. */
  readonly schema: number
  readonly parts: readonly string[]
  read(name: string): AsyncIterable<Uint8Array>
}

export type StoreKind = 'sqlite' | 'mongodb'

/** What is in a store, so that a copy can be held against it. */
export interface StoreFacts {
  store: StoreKind
  /** Version of its form. */
  schema: number
  /** Records by table or collection. */
  counts: Record<string, number>
  /** Documents by tenant. */
  tenants: Record<string, number>
}

const NEWLINE = 0x0a

/** Lines of text; nothing but a line feed ends one. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let begun: Uint8Array[] = []
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]).toString('utf8')
      begun = []
      from = end + 1
    }
    if (from < chunk.length) begun.push(chunk.subarray(from))
  }
  if (begun.length > 0) yield Buffer.concat(begun).toString('utf8')
}
