/** The export of a whole ledger over HTTP, in a process of its own. Reads its task from the first argument, prints JSON. */
import { openStore } from '@colophon/adapters/store'
import { composeCostApi, COST_SETTINGS } from '@colophon/cost-api'
import { createLogger, serveHttp } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { z } from 'zod'

export interface Exported {
  rows: number
  seconds: number
  /** Of the whole process: API, thread of the database, and who reads. */
  peakRssMb: number
}

const LINE_FEED = 10

async function exportAll(url: string): Promise<Exported> {
  await using store = await openStore(url)
  const api = composeCostApi(
    {
      store,
      log: createLogger({ service: 'bench', level: 'silent' }),
      metrics: createMetrics({ service: 'bench', version: '0' }),
      stop: new AbortController().signal,
    },
    z.object(COST_SETTINGS).parse({}),
  )
  await using server = await serveHttp(api, { host: '127.0.0.1', port: 0 })
  const from = performance.now()
  const { body } = await fetch(`${server.url}/api/cost/records?format=csv`)
  let lines = 0
  for await (const chunk of body ?? []) {
    for (const byte of chunk as Uint8Array) if (byte === LINE_FEED) lines += 1
  }
  const seconds = (performance.now() - from) / 1000
  return { rows: lines - 1, seconds, peakRssMb: process.resourceUsage().maxRSS / 1024 }
}

const { url } = JSON.parse(process.argv[2] ?? '{}') as { url: string }
process.stdout.write(`${JSON.stringify(await exportAll(url))}\n`)
