import { hash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CopyTarget, PartWriter, StoreFacts } from '@colophon/adapters/backup'
import { VERSION } from '@colophon/domain'
import {
  archiveName,
  MANIFEST_FILE,
  partialName,
  SUMS_FILE,
  sumsLine,
  type Manifest,
  type PartEntry,
} from './archive-format.ts'
import { PartFile } from './part-file.ts'

export interface WrittenArchive {
  path: string
  /** Of all files of it. */
  bytes: number
  manifest: Manifest
}

/** An archive under a name of its own until it is whole; what is not finished is taken away. */
export class ArchiveWriter implements CopyTarget, AsyncDisposable {
  readonly scratch: string
  readonly #at: Date
  readonly #folder: string
  readonly #entries: PartEntry[] = []
  readonly #open = new Set<PartFile>()
  #isFinished = false

  private constructor(folder: string, at: Date) {
    this.#folder = folder
    this.#at = at
    this.scratch = join(folder, partialName(archiveName(at)))
  }

  static async create(folder: string, at: Date): Promise<ArchiveWriter> {
    const writer = new ArchiveWriter(folder, at)
    await mkdir(folder, { recursive: true })
    // What is in it is as confidential as the store.
    await mkdir(writer.scratch, { mode: 0o700 })
    return writer
  }

  part(name: string): Promise<PartWriter> {
    const file = `${name}.gz`
    const part = new PartFile(join(this.scratch, file))
    this.#open.add(part)
    return Promise.resolve({
      write: (chunk) => part.write(chunk),
      end: async () => {
        await part.end()
        this.#open.delete(part)
        this.#entries.push(part.entry(name, file))
      },
    })
  }

  /** Puts the whole archive in its place. */
  async finish(facts: StoreFacts, images: number): Promise<WrittenArchive> {
    const parts = this.#entries.toSorted((a, b) => (a.file < b.file ? -1 : 1))
    const at = this.#at.toISOString()
    const kept = { ...facts, images, parts }
    const manifest: Manifest = { colophon_archive: 1, version: VERSION, at, ...kept }
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    const sums = [
      sumsLine(MANIFEST_FILE, hash('sha256', text, 'hex')),
      ...parts.map(({ file, sha256 }) => sumsLine(file, sha256)),
    ].join('')
    await writeDurably(join(this.scratch, MANIFEST_FILE), text)
    await writeDurably(join(this.scratch, SUMS_FILE), sums)
    await syncFolder(this.scratch)
    const path = join(this.#folder, archiveName(this.#at))
    await rename(this.scratch, path)
    this.#isFinished = true
    await syncFolder(this.#folder)
    const bytes = parts.reduce((sum, part) => sum + part.bytes, text.length + sums.length)
    return { path, bytes, manifest }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isFinished) return
    for (const part of this.#open) part.destroy()
    await rm(this.scratch, { recursive: true, force: true })
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(text)
  await file.sync()
}

// Not every system can; the files themselves are on the disk either way.
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r')
    await handle.sync()
  } catch {
    return
  }
}
