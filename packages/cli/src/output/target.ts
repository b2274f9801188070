import type { Stats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve, sep } from 'node:path'
import {
  OUTPUT_FORMATS,
  outputFormatOfEnding,
  type OutputFormatName,
} from '@colophon/formats/write'
import { InputFormats } from '@colophon/formats/read'
import { ColophonError } from '@colophon/domain'
import { isOwnOutput } from './own-output.ts'
import { outputFailed } from './sink.ts'

export interface TargetRequest {
  /** The name as given; `-` is standard output. */
  out: string
  format?: OutputFormatName | undefined
  cwd: string
  storeUrl: string
  /** Names of what is to be read, as given. */
  inputs: readonly string[]
  /** The formats that are read in folders, by name. */
  files: readonly string[]
  overwrite: boolean
}

/** Where records may go. */
export interface OutputTarget {
  format: OutputFormatName
  /** The real path of an output of an earlier run that this one replaces: no input, wherever it lies. */
  ownOutput: string | null
  /** A file of that name is there, with something in it. */
  replaces: boolean
}

/** By the ending; a name without one (a pipe, `/dev/stdout`) takes a record a line. */
function formatOf({ out, format }: TargetRequest): OutputFormatName {
  if (format !== undefined) return format
  const ending = extname(out).toLowerCase()
  const found = ending === '' ? OUTPUT_FORMATS[0]?.name : outputFormatOfEnding(ending)
  if (found !== undefined) return found
  throw new ColophonError('output.format', `${out}: ${ending} is no format that records have`)
}

/**
 * Finds out what the records would replace, before anything is read or opened. Rejects with `output.refused` where that
 * is the store or an input, and where it is anything but an output of ours, unless that is to be overwritten.
 */
export async function checkTarget(request: TargetRequest): Promise<OutputTarget> {
  const format = formatOf(request)
  if (request.out === '-') return { format, ownOutput: null, replaces: false }
  const target = await findFile(resolve(request.cwd, request.out), request.out)
  await refuseStore(target, request)
  const isOwn = target.holdsSomething && (await isOwnOutput(target.real))
  await refuseInputs(target, request, isOwn)
  if (target.holdsSomething && !isOwn && !request.overwrite) {
    throw refused(request.out, 'holds something else, which --overwrite would replace')
  }
  return { format, ownOutput: isOwn ? target.real : null, replaces: target.holdsSomething }
}

const refused = (out: string, why: string): ColophonError =>
  new ColophonError('output.refused', `${out} ${why}`)

interface FoundFile {
  /** Without links; of a file that is not there, with its folder's. */
  real: string
  stats: Stats | null
  /** It is a file that is not empty. */
  holdsSomething: boolean
}

async function findFile(path: string, out: string): Promise<FoundFile> {
  try {
    const stats = await statOf(path)
    const real =
      stats === null ? join(await realFolder(dirname(path)), basename(path)) : await realpath(path)
    return { real, stats, holdsSomething: stats !== null && stats.isFile() && stats.size > 0 }
  } catch (thrown) {
    throw outputFailed(out, thrown)
  }
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}

/**
 * The real path of a folder; of one that is not there yet, its name: whoever opens the file says what is wrong with
 * it.
 */
const realFolder = (path: string): Promise<string> => realpath(path).catch(() => path)

const isSame = (a: FoundFile, b: FoundFile): boolean =>
  a.real === b.real ||
  (a.stats !== null &&
    b.stats !== null &&
    a.stats.ino === b.stats.ino &&
    a.stats.dev === b.stats.dev)

/** Endings of the files that SQLite keeps beside a database. */
const STORE_ENDINGS = ['', '-wal', '-shm', '-journal']

async function refuseStore(
  target: FoundFile,
  { out, cwd, storeUrl }: TargetRequest,
): Promise<void> {
  const store = /^sqlite:(?!:)(.+)$/.exec(storeUrl)?.[1]
  if (store === undefined) return
  for (const ending of STORE_ENDINGS) {
    const file = await findFile(resolve(cwd, store + ending), out)
    if (isSame(target, file)) throw refused(out, 'is a file of the store')
  }
}

async function refuseInputs(
  target: FoundFile,
  request: TargetRequest,
  isOwn: boolean,
): Promise<void> {
  const { out, cwd, inputs } = request
  const formats = new InputFormats(request.files)
  for (const name of inputs) {
    if (name === '-' || name === '') continue
    // Faults of an input are told when it is read.
    const input = await findFile(resolve(cwd, name), name).catch(() => null)
    if (input?.stats === undefined || input.stats === null) continue
    if (isSame(target, input) && !isDevice(target)) throw refused(out, 'is an input')
    const isInside = input.stats.isDirectory() && target.real.startsWith(input.real + sep)
    const isRead = target.holdsSomething && !isOwn && formats.ofFile(target.real) !== undefined
    if (isInside && isRead) throw refused(out, 'is an input: it lies in a folder that is read')
  }
}

/** A terminal may be both. */
const isDevice = ({ stats }: FoundFile): boolean =>
  stats !== null && !stats.isFile() && !stats.isDirectory()
