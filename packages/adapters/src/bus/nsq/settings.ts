import { ColophonError } from '@colophon/domain'
import { isPort, type Address, type NsqdNode } from './node.ts'

/** The query parameters of an NSQ URL, in its own spelling; every default visible. */
export const NSQ_DEFAULTS = {
  /** A message not answered or touched for so long is handed out again. nsqd allows at most 15 minutes. */
  message_timeout_ms: 60_000,
  /** How often nsqd sends a sign of life. nsqd allows at most 60 s. */
  heartbeat_s: 30,
  /** How often nsqlookupd is asked, give or take 30 %. */
  poll_ms: 10_000,
  lookup_timeout_ms: 2_000,
  /** An nsqd no nsqlookupd has known for so long is forgotten; until then it may be restarting. */
  forget_ms: 300_000,
  /** From the first packet until nsqd takes commands. */
  connect_timeout_ms: 5_000,
  /** A publish not confirmed by then has an unknown outcome. */
  confirm_timeout_ms: 5_000,
  /** The longest pause between two attempts to connect. */
  reconnect_max_ms: 15_000,
  /** How long nsqd may hold a message back to fill a packet; its own default of 250 adds that to every document. */
  output_buffer_ms: 25,
  /** The limits nsqd is run with: its --max-msg-size and --max-body-size. */
  max_message_bytes: 1_048_576,
  max_body_bytes: 5_242_880,
}

/** Port of a fixed nsqd's HTTP interface; absent: TCP port + 1. */
const HTTP_PORT = 'http_port'

export interface NsqSettings {
  lookupds: readonly Address[]
  /** Those named in the URL; empty when nsqlookupd is asked. */
  nsqds: readonly NsqdNode[]
  messageTimeoutMs: number
  heartbeatSeconds: number
  /** Silence after which a connection counts as dead: two heartbeats were missed. */
  idleMs: number
  pollMs: number
  lookupTimeoutMs: number
  forgetMs: number
  connectTimeoutMs: number
  confirmTimeoutMs: number
  reconnectMaxMs: number
  outputBufferMs: number
  maxMessageBytes: number
  maxBodyBytes: number
}

type Parameter = keyof typeof NSQ_DEFAULTS

const URL_FORM = /^(nsq|nsq\+nsqd):\/\/([^/?#]*)\/?(?:\?([^#]*))?$/
const ADDRESS_FORM = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d+))?$/i

const invalid = (message: string): ColophonError => new ColophonError('config.invalid', message)

/** Throws `config.invalid` without repeating the URL, which may hold what is not for logs. */
export function readNsqUrl(url: string): NsqSettings {
  const [, scheme, authority = '', query = ''] = URL_FORM.exec(url) ?? []
  if (scheme === undefined) {
    throw invalid('BUS_URL is no NSQ URL: nsq://host:4161[,host:4161] or nsq+nsqd://host:4150')
  }
  const fixed = scheme === 'nsq+nsqd'
  const addresses = authority.split(',').map((each) => readAddress(each, fixed ? 4150 : 4161))
  const parameters = new URLSearchParams(query)
  const httpPort = parameters.get(HTTP_PORT)
  parameters.delete(HTTP_PORT)
  if (httpPort !== null && !isPort(Number(httpPort))) throw invalid(`${HTTP_PORT} is no port`)
  const read = readParameters(parameters)
  return {
    lookupds: fixed ? [] : addresses,
    nsqds: fixed
      ? addresses.map(({ host, port }) => ({
          host,
          tcpPort: port,
          httpPort: httpPort === null ? port + 1 : Number(httpPort),
        }))
      : [],
    messageTimeoutMs: read.message_timeout_ms,
    heartbeatSeconds: read.heartbeat_s,
    idleMs: (2 * read.heartbeat_s + 5) * 1000,
    pollMs: read.poll_ms,
    lookupTimeoutMs: read.lookup_timeout_ms,
    forgetMs: read.forget_ms,
    connectTimeoutMs: read.connect_timeout_ms,
    confirmTimeoutMs: read.confirm_timeout_ms,
    reconnectMaxMs: read.reconnect_max_ms,
    outputBufferMs: read.output_buffer_ms,
    maxMessageBytes: read.max_message_bytes,
    maxBodyBytes: read.max_body_bytes,
  }
}

function readAddress(text: string, defaultPort: number): Address {
  const [, host, port = String(defaultPort)] = ADDRESS_FORM.exec(text) ?? []
  if (host === undefined || !isPort(Number(port))) {
    throw invalid('BUS_URL holds an address that is not host:port; NSQ knows no user names')
  }
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

const isParameter = (name: string): name is Parameter => Object.hasOwn(NSQ_DEFAULTS, name)

function readParameters(parameters: URLSearchParams): Record<Parameter, number> {
  const read: Record<Parameter, number> = { ...NSQ_DEFAULTS }
  for (const [name, text] of parameters) {
    if (!isParameter(name)) {
      const known = [...Object.keys(NSQ_DEFAULTS), HTTP_PORT].join(', ')
      throw invalid(`BUS_URL has an unknown parameter; known are ${known}`)
    }
    const value = Number(text)
    if (!Number.isInteger(value) || value < 1) {
      throw invalid(`${name} of the bus is no whole number above 0`)
    }
    read[name] = value
  }
  return read
}
