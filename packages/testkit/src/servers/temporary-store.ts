import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import type { Clock, Store } from '@colophon/domain'
import { temporaryFolder } from '../temporary-folder.ts'

/** An empty store in a file of its own, until the test ends. */
export async function temporaryStore(t: TestContext, clock?: Clock): Promise<Store> {
  const url = `sqlite:${join(temporaryFolder(t), 'test.db')}`
  const store = await openStore(url, clock === undefined ? {} : { clock })
  t.after(() => store[Symbol.asyncDispose]())
  return store
}
