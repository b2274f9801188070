import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverBinary } from './binary.ts'
import { indexFerretDbIds } from './ferretdb-files.ts'
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
