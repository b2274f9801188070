import { join } from 'node:path'
import { suite } from 'node:test'
import { storeContract, temporaryFolder } from '@colophon/testkit'
import { openStore } from '../../src/store/index.ts'

suite('store contract: sqlite in a file', () => {
  storeContract((t, clock) =>
    openStore(`sqlite:${join(temporaryFolder(t), 'store.db')}`, { clock }),
  )
})

suite('store contract: sqlite in memory', () => {
  storeContract((_, clock) => openStore('sqlite::memory:', { clock }))
})
