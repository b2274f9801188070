import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export interface Posted {
  path: string
  body: Record<string, unknown>
}

export interface Receivers {
  /** Address of what takes the calls of PagerDuty, Slack and the dead man's switch. */
  url: string
  /** `host:port` of the mail server. */
  smtp: string
  posted: Posted[]
  /** Mails as they came, head and text. */
  mails: string[]
}

async function take(request: IncomingMessage, posted: Posted[]): Promise<void> {
  const body = JSON.parse(await text(request)) as Record<string, unknown>
  posted.push({ path: request.url ?? '', body })
}

/** As much of SMTP as it takes to be given a mail. */
function takeMails(socket: Socket, mails: string[]): void {
  let line = ''
  let mail: string[] | null = null
  const say = (answer: string): void => void socket.write(`${answer}\r\n`)
  const obey = (command: string): void => {
    if (mail !== null && command !== '.') return void mail.push(command)
    if (mail !== null) {
      mails.push(mail.join('\n'))
      mail = null
      say('250 taken')
      return
    }
    if (command === 'DATA') {
      mail = []
      say('354 go on')
      return
    }
    if (command === 'QUIT') return void socket.end('221 bye\r\n')
    say('250 fine')
  }
  say('220 ready')
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    line += chunk.toString('utf8')
    const lines = line.split('\r\n')
    line = lines.pop() ?? ''
    lines.forEach(obey)
  })
}

/** Those who are told, on loopback, until the test ends. */
export async function openReceivers(t: TestContext): Promise<Receivers> {
  const posted: Posted[] = []
  const mails: string[] = []
  const http = createServer((request, response) => {
    void take(request, posted).then(() => {
      const isPagerDuty = request.url?.startsWith('/pagerduty') === true
      response.writeHead(isPagerDuty ? 202 : 200).end(isPagerDuty ? '{"status":"success"}' : 'ok')
    })
  })
  const smtp = createTcpServer((socket) => {
    takeMails(socket, mails)
  })
  for (const server of [http, smtp]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  t.after(() => {
    http.closeAllConnections()
    http.close()
    smtp.close()
  })
  const at = (server: { address(): unknown }): string =>
    `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `http://${at(http)}`, smtp: at(smtp), posted, mails }
}
