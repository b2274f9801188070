import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Config } from '@colophon/cli/config'
import { startEmbedded } from '@colophon/cli/embedded'
import { serveApis } from '@colophon/cli/serve-apis'
import { VERSION } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { openTracer } from '@colophon/runtime/tracing'
import {
  openCollector,
  skipWithout,
  temporaryFolder,
  type CollectedSpan,
  type Collector,
} from '@colophon/testkit'
import { leaksIn } from '../proof/evidence/leaks.ts'
import { doubtfulLetters } from '../proof/evidence/letters.ts'
import { AGENT_NAMES, startStack } from '../proof/stack/index.ts'

const ROOT = 'POST /api/jobs'
const [LETTER] = doubtfulLetters()

type Spans = readonly CollectedSpan[]

const traceOf = (spans: Spans): Spans => {
  const root = spans.find(({ name }) => name === ROOT)
  return root === undefined ? [] : spans.filter(({ traceId }) => traceId === root.traceId)
}

const isCommitted = (spans: Spans): boolean =>
  traceOf(spans).some(({ name }) => name === 'process document') &&
  traceOf(spans).some(({ name }) => name === ROOT)

/** Names from a span up to the root of its trace. */
function pathOf(trace: Spans, from: CollectedSpan): string[] {
  const above = trace.find(({ spanId }) => spanId === from.parentSpanId)
  return [from.name, ...(above === undefined ? [] : pathOf(trace, above))]
}

const TO_ROOT = ['process document', 'dispatch document', 'submit documents', ROOT]

/** One tree from the request to the commit, with each agent, its rules and its models where they belong. */
function assertConnected(trace: Spans, agents: readonly string[]): void {
  const ids = new Set(trace.map(({ spanId }) => spanId))
  const orphans = trace.filter(({ parentSpanId }) => !ids.has(parentSpanId))
  assert.deepEqual(
    orphans.map(({ name }) => name),
    [ROOT],
  )
  const pathsOf = (name: string): string[][] =>
    trace.filter((span) => span.name === name).map((span) => pathOf(trace, span))
  assert.deepEqual(pathsOf('store work.commit'), [['store work.commit', ...TO_ROOT]])
  for (const agent of agents) {
    const called = [`${agent} enrich`, `ask ${agent}`, 'phase', ...TO_ROOT]
    assert.deepEqual(pathsOf(`${agent} enrich`), [called])
    assert.ok(
      pathsOf('run rules').some((path) => path[1] === `${agent} enrich`),
      `rules of ${agent}`,
    )
  }
  const models = pathsOf('ask local model')
  assert.ok(models.length > 0)
  assert.ok(models.every((path) => path[1]?.endsWith(' enrich')))
}

function assertTellsNothing({ bodies }: Collector, secrets: readonly string[]): void {
  assert.ok(bodies.length > 0)
  const said = bodies.map((text) => ({ process: 'spans', text }))
  assert.deepEqual(leaksIn(said, { secrets, letters: LETTER === undefined ? [] : [LETTER] }), [])
}

async function submit(url: string, token?: string): Promise<void> {
  const answer = await fetch(`${url}/api/jobs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ documents: [LETTER] }),
  })
  assert.equal(answer.status, 202, await answer.text())
}

suite('a letter that is submitted', () => {
  test('is one trace in one process, which its lines in the log and its record name', async (t) => {
    await using collector = await openCollector()
    const config = Config.parse({
      STORE_URL: `sqlite:${temporaryFolder(t)}/colophon.db`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      ...{ MODEL_LOCAL: 'scripted:', JOB_PORT: 0, REVIEW_PORT: 0, COST_PORT: 0 },
    })
    const tracer = await openTracer(config, { service: 'colophon', version: VERSION })
    const lines: Record<string, unknown>[] = []
    const stream = { write: (line: string) => void lines.push(JSON.parse(line) as never) }
    const log = createLogger({ service: 'colophon', level: 'debug', tracer, stream })
    const stop = new AbortController()
    await using system = await startEmbedded(config, log, { tracer })
    await using apis = await serveApis(config, system, log, stop.signal)
    await submit(apis.jobs.url)
    const trace = traceOf(await collector.until(isCommitted))
    assertConnected(trace, AGENT_NAMES)
    const [root] = trace.filter(({ name }) => name === ROOT)
    const traceId = root?.traceId

    const listed = await (await fetch(`${apis.jobs.url}/api/documents`)).json()
    const [{ document_id: id } = { document_id: '' }] = (
      listed as { documents: { document_id: string }[] }
    ).documents
    const record = await fetch(`${apis.jobs.url}/api/documents/${encodeURIComponent(id)}`)
    assert.equal(((await record.json()) as { trace_id: string }).trace_id, traceId)
    const answered = lines.find(
      ({ msg, method }) => msg === 'request answered' && method === 'POST',
    )
    assert.equal(answered?.['trace_id'], traceId)

    const queue = (await (await fetch(`${apis.review.url}/api/review/queue`)).json()) as {
      tasks: { review_id: string }[]
    }
    const task = queue.tasks[0]?.review_id ?? ''
    assert.equal((await fetch(`${apis.review.url}/api/review/${task}`)).status, 200)
    await tracer[Symbol.asyncDispose]()
    const review = collector.spans.find(({ name }) => name === 'GET /api/review/:id')
    assert.deepEqual(review?.links, [traceId], 'a request about it is linked to it')
    assertTellsNothing(collector, [])
  })

  test(
    'is one trace over real processes: coordinator, bus, worker, agents over HTTP',
    { skip: skipWithout('nsqlookupd', 'nsqd') },
    async (t) => {
      await using collector = await openCollector()
      const folder = temporaryFolder(t)
      await using stack = await startStack({
        ...{ workers: 1, agents: 'services', folder, storeUrl: `sqlite:${folder}/colophon.db` },
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
      })
      await submit(stack.coordinator.url, stack.token('submitter'))
      await collector.until(isCommitted)
      // Agents send what they have left as they end.
      await stack.stop()
      const trace = traceOf(collector.spans)
      assertConnected(trace, AGENT_NAMES)
      const services = new Set(trace.map(({ service }) => service))
      assert.deepEqual(
        [...services].sort(),
        [...AGENT_NAMES, 'coordinator', 'enrichment-worker'].sort(),
      )
      assertTellsNothing(collector, stack.secrets)
    },
  )
})
