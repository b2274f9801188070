import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { openStore } from '@colophon/adapters/store'
import { ColophonError, type Store } from '@colophon/domain'

/** Opens the store for a look: unlike a run, a question must not make a new empty file. */
export async function openExistingStore(url: string, cwd: string): Promise<Store> {
  const file = /^sqlite:(?!:)(.+)$/.exec(url)?.[1]
  if (file !== undefined && !existsSync(resolve(cwd, file))) {
    throw new ColophonError(
      'input.not_found',
      `There is no store at ${file} yet: enrich something first`,
    )
  }
  return await openStore(url)
}
