import { ColophonError } from '@colophon/domain'
import type { CollectionName } from '../connection/collections.ts'
import { connect } from '../connection/connection.ts'

const ENDING = '_drill'

/** The parts of a URL of MongoDB, which may name several servers: no other reader of URLs takes that. */
function partsOf(url: string): { server: string; database: string; query: string } {
  const [address = '', query = ''] = url.split('?', 2)
  const slash = address.indexOf('/', address.indexOf('://') + '://'.length)
  if (slash < 0) return { server: address, database: '', query }
  return { server: address.slice(0, slash), database: address.slice(slash + 1), query }
}

/** The database for drills beside the one that is named, for the same user. */
export function scratchUrl(url: string): string {
  const { server, database, query } = partsOf(url)
  const options = new URLSearchParams(query)
  // Users live in the database of the URL, unless it says otherwise.
  const users = database === '' ? 'admin' : decodeURIComponent(database)
  if (server.includes('@') && !options.has('authSource')) options.set('authSource', users)
  const text = options.toString()
  return `${server}/${database === '' ? 'colophon' : database}${ENDING}${text === '' ? '' : `?${text}`}`
}

/** Takes away our collections of a database that is there for drills, and of no other. */
async function empty(url: string): Promise<void> {
  if (!partsOf(url).database.endsWith(ENDING)) {
    throw new ColophonError('backup.unsuitable', `Only a database named …${ENDING} is emptied`)
  }
  await using connection = await connect(url)
  await connection.run(async () => {
    for (const name of Object.keys(connection.collections) as CollectionName[]) {
      await connection.collections[name].drop().catch(ifAbsent)
    }
  })
}

const NAMESPACE_NOT_FOUND = 26

function ifAbsent(thrown: unknown): void {
  const isAbsent =
    thrown instanceof Error && 'code' in thrown && thrown.code === NAMESPACE_NOT_FOUND
  if (!isAbsent) throw thrown
}

export async function openScratchDatabase(near: string) {
  const url = scratchUrl(near)
  await empty(url)
  return { url, [Symbol.asyncDispose]: () => empty(url) }
}
