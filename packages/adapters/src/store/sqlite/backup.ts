import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ColophonError } from '@colophon/domain'
import type { CopySource, CopyTarget, StoreFacts } from '../backup/parts.ts'
import { DatabaseThread } from './caller/database-thread.ts'

const PART = 'colophon.db'
const BESIDE = ['-wal', '-shm', '-journal']

async function withThread<T>(path: string, work: (thread: DatabaseThread) => Promise<T>) {
  const thread = await DatabaseThread.open({ path })
  try {
    return await work(thread)
  } finally {
    await thread.close()
  }
}

const remove = async (path: string): Promise<void> => {
  for (const end of ['', ...BESIDE]) await rm(`${path}${end}`, { force: true })
}

const factsOf = (thread: DatabaseThread): Promise<StoreFacts> =>
  thread.read('backup', 'facts').then((facts) => ({ store: 'sqlite', ...facts }))

/** Copies the file as it is at one moment, while others write to it. */
export async function copySqlite(path: string, target: CopyTarget): Promise<StoreFacts> {
  const copy = join(target.scratch, `${PART}.part`)
  try {
    await withThread(path, (source) => source.read('backup', 'copyInto', copy))
    const facts = await withThread(copy, factsOf)
    const part = await target.part(PART)
    for await (const chunk of createReadStream(copy)) await part.write(chunk as Uint8Array)
    await part.end()
    return facts
  } finally {
    await remove(copy)
  }
}

/** Throws `backup.not_empty` for a file that is there, whatever is in it. */
export async function assertNoFile(path: string): Promise<void> {
  for (const end of ['', ...BESIDE]) {
    const there = await stat(`${path}${end}`).catch(nullIfAbsent)
    if (there === null) continue
    throw new ColophonError('backup.not_empty', `There is a file ${path}${end} already`)
  }
}

function nullIfAbsent(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
  throw thrown
}

/** Writes the file beside its place, looks at it, and puts it there when it is whole. */
export async function loadSqlite(path: string, source: CopySource): Promise<StoreFacts> {
  const file = resolve(path)
  await assertNoFile(file)
  await mkdir(dirname(file), { recursive: true })
  const part = join(dirname(file), `.${basename(file)}.${process.pid}.part`)
  try {
    await write(part, source.read(PART))
    const facts = await withThread(part, async (thread) => {
      const fault = await thread.read('backup', 'fault')
      if (fault === null) return factsOf(thread)
      throw new ColophonError('backup.damaged', `The restored file is not whole: ${fault}`)
    })
    await assertNoFile(file)
    await rename(part, file)
    return facts
  } finally {
    await remove(part)
  }
}

async function write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  for await (const chunk of chunks) await file.writeFile(chunk)
  await file.sync()
}

export const sqliteFacts = (path: string): Promise<StoreFacts> => withThread(path, factsOf)
