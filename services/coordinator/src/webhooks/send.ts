import { createHmac } from 'node:crypto'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { OutboxEvent } from '@colophon/domain'
import { checkedAddress, type Address, type Resolve } from './address.ts'
import { keyOf, type WebhookEndpoint } from './settings.ts'

/** What came of one attempt: whether it was taken, and what there is to say of it. No text of the other side. */
export interface SendOutcome {
  taken: boolean
  said: string
}

export interface SendDeps {
  /** Milliseconds since the epoch. */
  now: () => number
  stop: AbortSignal
  /** Of the span that the attempt is, for the other side to go on with. @default nothing is traced */
  traceparent?: string | undefined
  /** @default that of the system */
  resolve?: Resolve | undefined
}

/** What of an answer is read, so that the other side can finish it; nothing is done with it. */
const MOST_ANSWER_BYTES = 4_096

const bodyOf = ({ event_id, kind, at, tenant_id, payload }: OutboxEvent): string =>
  JSON.stringify({ id: event_id, kind, at, tenant: tenant_id, payload })

/** The signature of a delivery, in the form of Standard Webhooks. */
export const signatureOf = (secret: string, id: string, timestamp: number, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`

interface Prepared {
  body: string
  headers: Record<string, string | number>
}

function prepared(event: OutboxEvent, secret: string, { now, traceparent }: SendDeps): Prepared {
  const body = bodyOf(event)
  const timestamp = Math.floor(now() / 1000)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'colophon-webhooks',
    'webhook-id': event.event_id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, event.event_id, timestamp, body),
    ...(traceparent !== undefined && { traceparent }),
  }
  return { body, headers }
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return { taken: true, said: `HTTP ${status}` }
  const redirects = status >= 300 && status < 400
  return { taken: false, said: `HTTP ${status}${redirects ? ', not followed' : ''}` }
}

/** Reads a little and lets go of the connection. */
async function finish(answer: IncomingMessage): Promise<void> {
  let bytes = 0
  try {
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length
      if (bytes > MOST_ANSWER_BYTES) break
    }
  } catch {
    // The status has been said: what becomes of the rest changes nothing.
  }
  answer.destroy()
}

function exchange(
  url: URL,
  { address, family }: Address,
  { body, headers }: Prepared,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const options: RequestOptions = {
    method: 'POST',
    headers,
    signal,
    // A connection of its own, to the address that was looked at: nothing is resolved again.
    agent: false,
    lookup: (_, { all }, callback) => {
      if (all === true) callback(null, [{ address, family }])
      else callback(null, address, family)
    },
  }
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sending = send(url, options, (answer) => {
      void finish(answer).then(() => {
        resolve(outcomeOf(answer.statusCode ?? 0))
      })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : 'failed'

/** Posts an event once. Rejects only when `stop` aborts: nobody knows then whether it arrived. */
export async function sendWebhook(
  { url: address, secret, allow_private, timeout_ms }: WebhookEndpoint,
  event: OutboxEvent,
  deps: SendDeps,
): Promise<SendOutcome> {
  const { stop, resolve } = deps
  const url = new URL(address)
  const timeout = AbortSignal.timeout(timeout_ms)
  try {
    const checked = await checkedAddress(url.hostname, allow_private, resolve)
    if (checked === null) return { taken: false, said: 'refused: not a public address' }
    const signal = AbortSignal.any([stop, timeout])
    return await exchange(url, checked, prepared(event, secret, deps), signal)
  } catch (thrown) {
    stop.throwIfAborted()
    if (timeout.aborted) return { taken: false, said: `no answer in ${timeout_ms} ms` }
    return { taken: false, said: `no connection (${codeOf(thrown)})` }
  }
}
