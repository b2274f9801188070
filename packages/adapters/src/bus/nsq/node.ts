import { isIPv6 } from 'node:net'

export interface Address {
  host: string
  port: number
}

/** One nsqd. */
export interface NsqdNode {
  host: string
  tcpPort: number
  httpPort: number
}

export const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536

export const hostPort = (host: string, port: number): string =>
  `${isIPv6(host) ? `[${host}]` : host}:${port}`

/** Names an nsqd in events and tells it from others. */
export const addressOf = (node: NsqdNode): string => hostPort(node.host, node.tcpPort)

export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)
