import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** A span as it arrived. */
export interface CollectedSpan {
  service: string
  name: string
  /** As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number
  traceId: string
  spanId: string
  /** Empty: it begins its trace. */
  parentSpanId: string
  attributes: Record<string, unknown>
  /** Traces it is linked to. */
  links: string[]
  /** The code it failed of. */
  failed: string | null
}

/** A collector of spans on loopback that speaks OTLP over HTTP, as JSON. */
export interface Collector extends AsyncDisposable {
  readonly url: string
  readonly spans: readonly CollectedSpan[]
  /** Bodies as they came. */
  readonly bodies: readonly string[]
  /** Headers of the last request. */
  readonly headers: Readonly<Record<string, unknown>>
  /** How it answers from now on; null: not at all. @default 200 */
  answer(status: number | null): void
  /** Resolves when enough has arrived; rejects with what there is. */
  until(enough: (spans: readonly CollectedSpan[]) => boolean): Promise<readonly CollectedSpan[]>
}

interface OtlpValue {
  stringValue?: string
  boolValue?: boolean
  intValue?: number | string
  doubleValue?: number
}
type OtlpAttributes = { key: string; value: OtlpValue }[]
interface OtlpSpan {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  attributes?: OtlpAttributes
  links?: { traceId: string }[]
  status?: { code?: number; message?: string }
}
interface OtlpRequest {
  resourceSpans: {
    resource: { attributes: OtlpAttributes }
    scopeSpans: { spans: OtlpSpan[] }[]
  }[]
}

const valueOf = ({ stringValue, boolValue, intValue, doubleValue }: OtlpValue): unknown =>
  stringValue ?? boolValue ?? (intValue === undefined ? doubleValue : Number(intValue))

const attributesOf = (list: OtlpAttributes = []): Record<string, unknown> =>
  Object.fromEntries(list.map(({ key, value }) => [key, valueOf(value)]))

const FAILED = 2

const spansOf = ({ resourceSpans }: OtlpRequest): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ name, kind, traceId, spanId, ...span }) => ({
        ...{ service, name, kind, traceId, spanId },
        parentSpanId: span.parentSpanId ?? '',
        attributes: attributesOf(span.attributes),
        links: (span.links ?? []).map((link) => link.traceId),
        failed: span.status?.code === FAILED ? (span.status.message ?? '') : null,
      })),
    )
  })

const PATIENCE_MS = 60_000
const POLL_MS = 20

export async function openCollector(): Promise<Collector> {
  const spans: CollectedSpan[] = []
  const bodies: string[] = []
  let status: number | null = 200
  let headers: Record<string, unknown> = {}
  const server = createServer((request, response) => {
    headers = request.headers
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      if (status === null) return
      if (status === 200) {
        bodies.push(body)
        spans.push(...spansOf(JSON.parse(body) as OtlpRequest))
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: `http://127.0.0.1:${port}`, spans, bodies },
    get headers() {
      return headers
    },
    answer: (next) => {
      status = next
    },
    async until(enough) {
      const deadline = performance.now() + PATIENCE_MS
      while (!enough(spans)) {
        if (performance.now() > deadline)
          throw new Error(`only these spans arrived: ${spans.map(({ name }) => name).join(', ')}`)
        await delay(POLL_MS)
      }
      return spans
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
