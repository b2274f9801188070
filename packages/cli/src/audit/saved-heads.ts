import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { ColophonError } from '@colophon/domain'
import { z } from 'zod'
import type { ChainKind, FoundChain, Known } from './chains.ts'

/** What a file of heads begins with; a line for each chain follows. */
const Header = z.object({ colophon_audit: z.literal(1), tenant: z.string(), at: z.string() })
const Line = z.tuple([
  z.enum(['document', 'collection', 'budget', 'precedent']),
  z.string(),
  z.int().min(1),
  z.string().nullable(),
])

const keyOf = (kind: ChainKind, id: string): string => `${kind}/${id}`

/** The ends of all chains at a time. */
export class SavedHeads {
  readonly at: string
  readonly #heads = new Map<string, Known & { kind: ChainKind; id: string }>()

  constructor(at: string) {
    this.at = at
  }

  add([kind, id, n, hash]: z.infer<typeof Line>): void {
    this.#heads.set(keyOf(kind, id), { kind, id, n, hash })
  }

  /** What is known of a chain; those that are never asked for are `left`. */
  take(kind: ChainKind, id: string): Known[] {
    const found = this.#heads.get(keyOf(kind, id))
    this.#heads.delete(keyOf(kind, id))
    return found === undefined ? [] : [found]
  }

  left(): { kind: ChainKind; id: string }[] {
    return [...this.#heads.values()]
  }
}

/** Throws `input.unreadable` for what is no file of heads of this tenant. */
export async function readHeads(path: string, tenant: string): Promise<SavedHeads> {
  const invalid = (why: string): ColophonError =>
    new ColophonError('input.unreadable', `${path} ${why}`)
  let heads: SavedHeads | undefined
  let n = 0
  try {
    for await (const text of createInterface({ input: createReadStream(path) })) {
      n += 1
      const json: unknown = JSON.parse(text)
      if (heads === undefined) {
        const header = Header.parse(json)
        if (header.tenant !== tenant) throw invalid(`is of the tenant ${header.tenant}`)
        heads = new SavedHeads(header.at)
      } else heads.add(Line.parse(json))
    }
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) {
      throw invalid(`was not saved by \`colophon audit verify\`: line ${n}`)
    }
    throw thrown
  }
  if (heads === undefined) throw invalid('is empty')
  return heads
}

/** Writes heads as they are found, beside the file until all are there. */
export class HeadsWriter implements AsyncDisposable {
  readonly #path: string
  readonly #file: Awaited<ReturnType<typeof open>>
  #lines: string[] = []

  private constructor(path: string, file: Awaited<ReturnType<typeof open>>) {
    this.#path = path
    this.#file = file
  }

  static async open(path: string, tenant: string, at: string): Promise<HeadsWriter> {
    const writer = new HeadsWriter(path, await open(partial(path), 'w'))
    writer.#lines.push(JSON.stringify({ colophon_audit: 1, tenant, at }))
    return writer
  }

  async add({ kind, id, n, hash }: FoundChain): Promise<void> {
    if (n > 0) this.#lines.push(JSON.stringify([kind, id, n, hash]))
    if (this.#lines.length > 1_000) await this.#flush()
  }

  /** Puts the whole file in its place. */
  async finish(): Promise<void> {
    await this.#flush()
    await this.#file.sync()
    await rename(partial(this.#path), this.#path)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  async #flush(): Promise<void> {
    const text = this.#lines.map((line) => `${line}\n`).join('')
    this.#lines = []
    await this.#file.write(text)
  }
}

const partial = (path: string): string => `${path}.part`
