import { randomUUID } from 'node:crypto'
import { after, before } from 'node:test'
import {
  skipWithout,
  startFerretDb,
  startMongoProxy,
  type FerretDb,
  type MongoProxy,
  type ServerScope,
  withDatabase,
} from '@colophon/testkit'

/** A server that is there already: then no other is started for the contract. */
const GIVEN =
  process.env['MONGO_TEST_URL'] ??
  (process.env['STORE_URL']?.startsWith('mongodb') === true ? process.env['STORE_URL'] : undefined)

export const skip = skipWithout('ferretdb')
export const skipUnlessAny = GIVEN === undefined ? skip : false

const databaseName = (): string => `colophon_test_${randomUUID().slice(0, 8)}`

export interface MongoServers {
  readonly ferretDb: FerretDb
  /** Before the server: one request at a time. */
  readonly proxy: MongoProxy
  /** A database of its own, which does not exist yet. */
  url(): string
  proxiedUrl(): string
}

function suiteScope(name: string): ServerScope {
  const ends: (() => void | Promise<void>)[] = []
  after(async () => {
    for (const end of ends) await end()
  })
  return { name, after: (end) => ends.unshift(end) }
}

/** For all tests of the suite that is being declared; to be used when its tests run. */
export function suiteMongo(name: string): MongoServers {
  const scope = suiteScope(name)
  let ferretDb: FerretDb | undefined
  let proxy: MongoProxy | undefined
  before(async () => {
    ferretDb = await startFerretDb(scope)
    proxy = await startMongoProxy(scope, ferretDb.port)
  })
  const running = <T>(server: T | undefined): T => {
    if (server === undefined) throw new Error(`${name}: its servers are not started yet`)
    return server
  }
  return {
    get ferretDb() {
      return running(ferretDb)
    },
    get proxy() {
      return running(proxy)
    },
    url: () => running(ferretDb).url(databaseName()),
    proxiedUrl: () => `mongodb://127.0.0.1:${running(proxy).port}/${databaseName()}`,
  }
}

/** A database on the given server; null when none is given. */
export const givenUrl = (): string | null =>
  GIVEN === undefined ? null : withDatabase(GIVEN, databaseName())
