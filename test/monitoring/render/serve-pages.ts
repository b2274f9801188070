import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createRequire, stripTypeScriptTypes } from 'node:module'

const require = createRequire(import.meta.url)
const here = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const uplot = (file: string): string => readFileSync(require.resolve(`uplot/dist/${file}`), 'utf8')

const SCRIPT = 'text/javascript'

/** What pages load, by path. Types are taken out of modules: the browser runs what Node runs. */
const FILES: Readonly<Record<string, () => readonly [type: string, body: string]>> = {
  '/uplot.js': () => [SCRIPT, uplot('uPlot.iife.min.js')],
  '/uplot.css': () => ['text/css', uplot('uPlot.min.css')],
  '/page/draw.ts': () => [SCRIPT, stripTypeScriptTypes(here('page/draw.ts'))],
  '/format.ts': () => [SCRIPT, stripTypeScriptTypes(here('format.ts'))],
}

export interface Pages extends AsyncDisposable {
  /** Serves this HTML; its address. */
  show(html: string): string
}

/** Pages on loopback, one at a time. */
export async function servePages(): Promise<Pages> {
  let shown = ''
  const server = createServer((request, response) => {
    const [type, body] = FILES[request.url ?? '']?.() ?? ['text/html', shown]
    response.setHeader('content-type', `${type}; charset=utf-8`).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    show(html) {
      shown = html
      return `http://127.0.0.1:${port}/`
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
