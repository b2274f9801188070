import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { NewDocument } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import { readInputs, type InputItem, type ReadInputsOptions } from '../../src/input/read-inputs.ts'

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'colophon-input-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A temporary folder with these files in it. */
export async function folderOf(
  t: TestContext,
  files: Record<string, string | Uint8Array>,
): Promise<string> {
  const folder = await temporaryFolder(t)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

export async function readAll(
  cwd: string,
  paths: string[],
  options: Partial<ReadInputsOptions> = {},
): Promise<InputItem[]> {
  const stdin = options.stdin ?? Readable.from([])
  const { source } = lettersProfile
  return Array.fromAsync(readInputs(paths, { source, ...options, cwd, stdin }))
}

export const stdinOf = (...chunks: (string | Uint8Array)[]): Readable =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)))

export const documents = (items: readonly InputItem[]): NewDocument[] =>
  items.flatMap((item) => (item.kind === 'document' ? [item.document] : []))

export const texts = (items: readonly InputItem[]): string[] =>
  documents(items).map((document) => document.source.text)

/** One line per item, as a person would see it. */
export const summary = (items: readonly InputItem[]): string[] =>
  items.map((item) => {
    if (item.kind === 'document') return `document ${item.where}`
    if (item.kind === 'error') return `${item.error.code} ${item.error.message}`
    if (item.kind === 'duplicate') return `duplicate ${item.where} of ${item.first}`
    return `note ${item.where}: ${item.message}`
  })
