import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { CopySource } from '@colophon/adapters/backup'
import { ColophonError } from '@colophon/domain'
import { archiveTime, MANIFEST_FILE, Manifest, SUMS_FILE } from './archive-format.ts'

/** An archive of which every byte is as it was written. */
export interface Archive extends CopySource {
  path: string
  manifest: Manifest
  bytes: number
}

const damaged = (path: string, why: string, cause?: unknown): ColophonError =>
  new ColophonError('backup.damaged', `${basename(path)}: ${why}`, { cause })

const isAbsent = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'

async function textOf(path: string, file: string): Promise<string> {
  try {
    return await readFile(join(path, file), 'utf8')
  } catch (thrown) {
    if (isAbsent(thrown)) throw damaged(path, `${file} is missing`)
    throw thrown
  }
}

/** Sums by file. */
function readSums(path: string, text: string): Map<string, string> {
  const sums = new Map<string, string>()
  for (const line of text.split('\n').slice(0, -1)) {
    const [, sum, file] = /^([0-9a-f]{64}) {2}([\w.-]+)$/.exec(line) ?? []
    if (sum === undefined || file === undefined) throw damaged(path, `${SUMS_FILE} is not whole`)
    sums.set(file, sum)
  }
  if (!text.endsWith('\n') || !sums.has(MANIFEST_FILE)) {
    throw damaged(path, `${SUMS_FILE} is not whole`)
  }
  return sums
}

function readManifest(path: string, text: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (cause) {
    throw damaged(path, `${MANIFEST_FILE} is none of ours, or of a newer version`, cause)
  }
}

async function sumOf(path: string, file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of createReadStream(join(path, file))) {
      hash.update(chunk as Uint8Array)
      bytes += (chunk as Uint8Array).length
    }
  } catch (thrown) {
    if (isAbsent(thrown)) throw damaged(path, `${file} is missing`)
    throw thrown
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Holds each file against its sum, and the sums against the manifest. Returns the size of all. */
async function checkFiles(
  path: string,
  manifest: Manifest,
  sums: ReadonlyMap<string, string>,
): Promise<number> {
  const named = [MANIFEST_FILE, ...manifest.parts.map(({ file }) => file)]
  const others = [...sums.keys()].filter((file) => !named.includes(file))
  if (others.length > 0) throw damaged(path, `${MANIFEST_FILE} does not name ${others.join(', ')}`)
  let total = 0
  for (const file of named) {
    const { sha256, bytes } = await sumOf(path, file)
    const part = manifest.parts.find((one) => one.file === file)
    if (part !== undefined && part.bytes !== bytes) {
      throw damaged(path, `${file} has ${bytes} bytes and had ${part.bytes}`)
    }
    if (sums.get(file) !== sha256 || (part !== undefined && part.sha256 !== sha256)) {
      throw damaged(path, `${file} is not what was written`)
    }
    total += bytes
  }
  return total
}

/** Reads all of an archive; throws `backup.damaged` for one that is not as it was written. */
export async function openArchive(path: string): Promise<Archive> {
  if (!((await stat(path).catch(() => null))?.isDirectory() ?? false)) {
    throw new ColophonError('input.not_found', `There is no archive ${path}`)
  }
  const sums = readSums(path, await textOf(path, SUMS_FILE))
  const manifest = readManifest(path, await textOf(path, MANIFEST_FILE))
  const bytes = await checkFiles(path, manifest, sums)
  return {
    path,
    manifest,
    bytes,
    schema: manifest.schema,
    parts: manifest.parts.map(({ name }) => name),
    read: (name) => {
      const part = manifest.parts.find((one) => one.name === name)
      if (part === undefined) throw damaged(path, `there is no part ${name} in it`)
      return unpacked(path, part.file)
    },
  }
}

async function* unpacked(path: string, file: string): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  // Each of the two ends with the other; what failed is thrown by the loop.
  pipeline(createReadStream(join(path, file)), gunzip, () => undefined)
  try {
    yield* gunzip as AsyncIterable<Uint8Array>
  } catch (cause) {
    throw damaged(path, `${file} cannot be unpacked`, cause)
  }
}

/** Archives of a folder, the newest first. */
export async function archivesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (isAbsent(thrown)) return []
    throw thrown
  })
  return names
    .filter((name) => archiveTime(name) !== null)
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name))
}
