import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openStore } from '@colophon/adapters/store'
import { ColophonError, type Store } from '@colophon/domain'

/** Whether there is a store at all; a server is taken to be. */
export function isStoreThere(url: string, cwd: string): boolean {
  const file = /^sqlite:(?!:)(.+)$/.exec(url)?.[1]
  return file === undefined || existsSync(resolve(cwd, file))
}

/** Throws for a file that is not there: unlike a run, a question must not make a new empty one. */
export function assertStoreThere(url: string, cwd: string): void {
  if (isStoreThere(url, cwd)) return
  const file = url.replace(/^sqlite:/, '')
  throw new ColophonError(
    'input.not_found',
    `There is no store at ${file} yet: enrich something first`,
  )
}

/** Opens the store for a look. */
export async function openExistingStore(url: string, cwd: string): Promise<Store> {
  assertStoreThere(url, cwd)
  return await openStore(url)
}
