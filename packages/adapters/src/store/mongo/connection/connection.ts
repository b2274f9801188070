import { ColophonError } from '@colophon/domain'
import { MongoClient, type Filter, type FindOptions, type MongoClientOptions } from 'mongodb'
import { collectionsOf, type Collections, type Records, type Stored } from './collections.ts'
import { storeError } from './failures.ts'
import { Locks } from '../updates/locks.ts'
import { LockedUpdates } from '../updates/locked-updates.ts'
import { AtomicUpdates, type Updates } from '../updates/updates.ts'

/** Options where a URL does not say otherwise. */
const DEFAULTS = {
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  // A link that has gone silent is noticed after this long.
  socketTimeoutMS: 20_000,
  waitQueueTimeoutMS: 10_000,
  maxPoolSize: 32,
  appName: 'colophon',
} satisfies MongoClientOptions

const FIXED = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  // Amounts of money are 64-bit integers; everything else that is a number comes as one.
  useBigInt64: true,
  ignoreUndefined: true,
} satisfies MongoClientOptions

const DEFAULT_DATABASE = 'colophon'

export interface ServerFacts {
  server: 'MongoDB' | 'FerretDB'
  version: string
}

function optionsFor(url: string): MongoClientOptions {
  const given = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const names = new Set([...given.keys()].map((name) => name.toLowerCase()))
  const wanted = Object.entries(DEFAULTS).filter(([name]) => !names.has(name.toLowerCase()))
  return { ...Object.fromEntries(wanted), ...FIXED }
}

/** Throws for what the driver cannot read. Nothing is connected. */
export function assertMongoUrl(url: string): void {
  createClient(url)
}

function createClient(url: string): MongoClient {
  try {
    return new MongoClient(url, optionsFor(url))
  } catch {
    // The driver's message may show a part of the URL.
    throw new ColophonError('config.invalid', 'STORE_URL is not a valid MongoDB URL')
  }
}

const databaseOf = (url: string): string =>
  decodeURIComponent(/^[^/]+\/\/[^/]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE)

/** How the server is addressed, without what a URL may hold of credentials and options. */
function addressOf(url: string): string {
  const [, scheme = '', authority = ''] = /^([^/]+:\/\/)([^/?]*)/.exec(url) ?? []
  return `${scheme}${authority.slice(authority.lastIndexOf('@') + 1)}/${databaseOf(url)}`
}

/** A connected client, and what all operations share. */
export class Connection implements AsyncDisposable {
  readonly collections: Collections
  readonly updates: Updates
  readonly facts: ServerFacts
  readonly #client: MongoClient
  readonly #address: string
  readonly #running = new Set<Promise<unknown>>()
  #closed: Promise<void> | null = null

  constructor(client: MongoClient, url: string, facts: ServerFacts) {
    this.#client = client
    this.#address = addressOf(url)
    this.facts = facts
    this.collections = collectionsOf(client.db(databaseOf(url)))
    this.updates =
      facts.server === 'FerretDB'
        ? new LockedUpdates(new Locks(this.collections.locks))
        : new AtomicUpdates()
  }

  /** Runs one method of the store: its failures become errors of the catalogue, and closing waits for it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== null) {
      throw new ColophonError('store.unavailable', 'The store is closed')
    }
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } catch (thrown) {
      throw storeError(thrown, this.#address)
    } finally {
      this.#running.delete(running)
    }
  }

  async ping(): Promise<void> {
    await this.#client.db().command({ ping: 1 })
  }

  /** The records with these ids, in this order; those that are not there are left out. */
  async byIds(
    records: Records,
    ids: readonly string[],
    options: Pick<FindOptions, 'projection'> = {},
  ): Promise<Stored[]> {
    if (ids.length === 0) return []
    // FerretDB decodes the whole collection for a list of ids, but not for one.
    const found =
      this.facts.server === 'FerretDB'
        ? (await Promise.all(ids.map((_id) => records.findOne({ _id }, options)))).filter(
            (one) => one !== null,
          )
        : await records.find({ _id: { $in: [...ids] } } as Filter<Stored>, options).toArray()
    const known = new Map(found.map((record) => [record._id, record]))
    return ids.flatMap((id) => known.get(id) ?? [])
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= Promise.allSettled([...this.#running]).then(() => this.#client.close())
    return this.#closed
  }
}

export interface ConnectOptions {
  /** The kind of server to take it for. For tests of the other way of writing. */
  treatAs?: ServerFacts['server'] | undefined
}

/** Connects and finds out what the server is. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Connection> {
  const client = createClient(url)
  try {
    await client.connect()
    const build = await client.db('admin').command({ buildInfo: 1 })
    const ferret = build['ferretdbVersion'] as string | undefined
    const facts: ServerFacts =
      ferret === undefined
        ? { server: 'MongoDB', version: String(build['version']) }
        : { server: 'FerretDB', version: ferret }
    const server = options.treatAs ?? facts.server
    return new Connection(client, url, { ...facts, server })
  } catch (thrown) {
    await client.close()
    throw storeError(thrown, addressOf(url))
  }
}
