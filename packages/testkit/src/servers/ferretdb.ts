import { once } from 'node:events'
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { serverBinary } from './binary.ts'
import type { ServerScope } from './nsqd.ts'
import { freePort, startProcess, untilReady, type ServerProcess } from './process.ts'

export interface FerretDb {
  readonly port: number
  /** Connection string of a database. */
  url(database: string): string
  /** Ends it as a crash would; what was written stays. */
  kill(): Promise<void>
  /** Starts it again on the same port, over the same files. */
  restart(): Promise<void>
  /** Makes looking a record up by its id fast, as it is in MongoDB, in all collections there are by now. */
  indexIds(): void
}

const HOST = '127.0.0.1'

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, HOST)
  try {
    await once(socket, 'connect')
    return true
  } finally {
    socket.destroy()
  }
}

const argumentsFor = (folder: string, port: number): string[] => [
  '--handler=sqlite',
  // What is killed is this process; the machine goes on, and with it what was handed to the file system.
  `--sqlite-url=file:${folder}/data/?_pragma=synchronous(off)`,
  `--state-dir=${folder}/state`,
  `--listen-addr=${HOST}:${port}`,
  '--debug-addr=-',
  '--telemetry=disable',
  '--log-level=error',
]

/** A server that speaks MongoDB's protocol, over a folder of its own. Call `skipWithout('ferretdb')` first. */
export async function startFerretDb(t: ServerScope): Promise<FerretDb> {
  const binary = serverBinary(t, 'ferretdb')
  const folder = mkdtempSync(join(tmpdir(), 'colophon-ferretdb-'))
  for (const name of ['data', 'state']) mkdirSync(join(folder, name))
  const port = await freePort()
  const start = async (): Promise<ServerProcess> => {
    const started = startProcess(binary, argumentsFor(folder, port))
    await untilReady(started, () => accepts(port))
    return started
  }
  let server = await start()
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    port,
    url: (database) => `mongodb://${HOST}:${port}/${database}`,
    kill: () => server.kill('SIGKILL'),
    restart: async () => {
      server = await start()
    },
    indexIds: () => {
      indexFerretDbIds(join(folder, 'data'))
    },
  }
}

/** Does what `FerretDb.indexIds` does, for a server that somebody else has started over this folder. */
export function indexFerretDbIds(dataFolder: string): void {
  for (const file of globSync(join(dataFolder, '*.sqlite'))) indexIdsOf(file)
}

/**
 * FerretDB 1.24 indexes `_ferretdb_sjson->"_id"` and looks for `_ferretdb_sjson->'$._id'`: an expression SQLite has no
 * index for, so that it reads the whole collection for every id.
 */
function indexIdsOf(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  try {
    const tables = database.prepare('SELECT table_name AS name FROM _ferretdb_collections').all()
    for (const { name } of tables) {
      const table = String(name)
      database.exec(
        `CREATE INDEX IF NOT EXISTS "${table}_by_id" ON "${table}" (_ferretdb_sjson->'$._id')`,
      )
    }
  } finally {
    database.close()
  }
}
