import { suite } from 'node:test'
import { dropDatabase, storeContract } from '@colophon/testkit'
import { openStore } from '../../../src/store/open.ts'
import { openMongoStore } from '../../../src/store/mongo/open.ts'
import { givenUrl, skip, skipUnlessAny, suiteMongo } from './servers.ts'

const isGiven = givenUrl() !== null

/** Every command goes over a connection, and FerretDB takes its time. */
const SLOW = { share: 0.25 }

suite('store contract: mongodb', { skip: skipUnlessAny }, () => {
  const servers = isGiven ? null : suiteMongo('store contract')
  storeContract(async (t, clock) => {
    const url = givenUrl() ?? servers?.url() ?? ''
    if (isGiven) t.after(() => dropDatabase(url))
    const store = await openStore(url, { clock })
    servers?.ferretDb.indexIds()
    return store
  }, SLOW)
})

// The way MongoDB itself is written to, on a server whose writes are made atomic by doing one thing at a time.
suite('store contract: mongodb with atomic writes', { skip: isGiven || skip }, () => {
  const servers = suiteMongo('store contract with atomic writes')
  storeContract(async (_, clock) => {
    const store = await openMongoStore(servers.proxiedUrl(), { clock, treatAs: 'MongoDB' })
    servers.ferretDb.indexIds()
    return store
  }, SLOW)
})
