import type { MongoClient } from 'mongodb'

const URL_PARTS = /^(?<server>mongodb(?:\+srv)?:\/\/[^/?]+)\/?(?<database>[^?]*)\??(?<query>.*)$/

/** Loaded when it is used: whatever else of the testkit is imported must not wait for the driver. */
async function clientOf(url: string): Promise<MongoClient> {
  const { MongoClient } = await import('mongodb')
  return new MongoClient(url, { maxPoolSize: 2 })
}

/** Empty: the URL names a server only. */
export const databaseOf = (url: string): string => URL_PARTS.exec(url)?.groups?.['database'] ?? ''

/** Another database on the same server, for the same user. */
export function withDatabase(url: string, database: string): string {
  const { server = '', database: named, query } = URL_PARTS.exec(url)?.groups ?? {}
  const settings = new URLSearchParams(query)
  // Users live in the database of the URL, unless it says otherwise.
  const users = named === undefined || named === '' ? 'admin' : named
  if (server.includes('@') && !settings.has('authSource')) settings.set('authSource', users)
  const text = settings.toString()
  return `${server}/${database}${text === '' ? '' : `?${text}`}`
}

/** Drops the database that the URL names, with all that is in it. */
export async function dropDatabase(url: string): Promise<void> {
  await using client = await clientOf(url)
  await client.db().dropDatabase()
}

/** Records as they are stored, for looks at what no port shows. */
export interface StoredRecords extends AsyncDisposable {
  all<T>(collection: string, projection: Readonly<Record<string, 0 | 1>>): Promise<T[]>
}

/** Does not wait for the server: each look finds out whether it is there. */
export async function openStoredRecords(url: string): Promise<StoredRecords> {
  const client = await clientOf(url)
  return {
    all: <T>(collection: string, projection: Readonly<Record<string, 0 | 1>>) =>
      client.db().collection(collection).find({}, { projection }).toArray() as Promise<
        unknown[]
      > as Promise<T[]>,
    [Symbol.asyncDispose]: () => client.close(),
  }
}
