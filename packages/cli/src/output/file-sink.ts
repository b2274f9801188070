import { open, realpath, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { outputFailed, type Sink } from './sink.ts'

const BUFFER_CHARACTERS = 64 * 1024

/** Writes a file that is there whole or not at all: beside its name first, and under it only when all is on the disk. */
export async function openFileSink(path: string): Promise<Sink> {
  try {
    const existing = await statOf(path)
    if (existing?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' })
    // A device or a pipe (/dev/null, /dev/stdout) takes the bytes itself; a rename would put a file in its place.
    if (existing?.isFile() === false) {
      const handle = await open(path, 'w')
      return createHandleSink(path, handle, { finish: nothing, discard: nothing })
    }
    // Behind a link it is the file that is replaced, not the link.
    const target = existing === null ? path : await realpath(path)
    const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`)
    const handle = await open(part, 'w', existing === null ? 0o666 : existing.mode & 0o777)
    return createHandleSink(path, handle, {
      finish: async () => {
        await handle.sync()
        await handle.close()
        await rename(part, target)
        await syncFolder(dirname(target))
      },
      discard: () => unlink(part),
    })
  } catch (thrown) {
    throw outputFailed(path, thrown)
  }
}

const nothing = (): Promise<void> => Promise.resolve()

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}

// Not every system can; the file itself is on the disk either way.
async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r')
    await handle.sync()
  } catch {
    return
  }
}

interface Ending {
  finish: () => Promise<void>
  discard: () => Promise<void>
}

function createHandleSink(path: string, handle: FileHandle, ending: Ending): Sink {
  let buffer: string[] = []
  let buffered = 0
  let state: 'open' | 'closed' = 'open'

  const flush = async (): Promise<void> => {
    const text = buffer.join('')
    buffer = []
    buffered = 0
    if (text !== '') await handle.writeFile(text)
  }
  const abort = async (): Promise<void> => {
    if (state === 'closed') return
    state = 'closed'
    // Whatever fails here, there is nothing more to rescue.
    await handle.close().catch(nothing)
    await ending.discard().catch(nothing)
  }
  const orAbort = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      await abort()
      throw outputFailed(path, thrown)
    }
  }
  return {
    write: (text) =>
      orAbort(async () => {
        if (state === 'closed') throw Object.assign(new Error(), { code: 'ERR_STREAM_DESTROYED' })
        buffer.push(text)
        buffered += text.length
        if (buffered >= BUFFER_CHARACTERS) await flush()
      }),
    close: async () => {
      if (state === 'closed') return
      await orAbort(async () => {
        await flush()
        await ending.finish()
        state = 'closed'
      })
      await handle.close().catch(nothing)
    },
    abort,
  }
}
