import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { createTokenSigner } from '@colophon/runtime/auth'
import { serviceProgram, skipWithout, temporaryFolder } from '@colophon/testkit'
import { startCommand, until } from '../e2e/command.ts'
import { judge, type Target } from './schemathesis.ts'

const skip = skipWithout('schemathesis')

type Json = Record<string, unknown>

/** Values of `field` in the list at an address. */
async function listed(t: TestContext, address: string, list: string, field: string) {
  const answer = (await (await fetch(address)).json()) as Record<string, Json[]>
  const values = answer[list]?.map((each) => String(each[field])) ?? []
  assert.ok(values.length > 0, `${t.name}: ${address} is not empty`)
  return values
}

/** The one-process form with the bundled letters enriched. */
async function serveLetters(t: TestContext) {
  const cwd = temporaryFolder(t)
  const serve = startCommand(['serve', '--demo'], { cwd })
  t.after(() => serve.child.kill('SIGKILL'))
  await until(
    'the demo is done',
    120_000,
    () => /ready, Ctrl-C/.test(serve.printed.stdout) || undefined,
  )
  const origin = (path: string): string => {
    const [, found = ''] = new RegExp(`(http://\\S+?)${path}`).exec(serve.printed.stdout) ?? []
    assert.notEqual(found, '', path)
    return found
  }
  const urls = {
    jobs: origin('/api/jobs'),
    review: origin('/api/review'),
    cost: origin('/api/cost'),
  }
  const records = [
    ...(await listed(t, `${urls.jobs}/api/jobs`, 'jobs', 'enrichment_job_id')),
    ...(await listed(t, `${urls.jobs}/api/documents?limit=5`, 'documents', 'document_id')),
  ]
  const tasks = await listed(t, `${urls.review}/api/review/queue`, 'tasks', 'review_id')
  const stop = async () => {
    serve.child.kill('SIGTERM')
    await serve.ended
    return join(cwd, 'data', 'colophon.db')
  }
  return { urls, records, tasks, stop }
}

const SECRET = 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1'
const SERVICES = ['coordinator', 'review-api', 'cost-api'] as const

/** The same APIs as processes of their own that ask for tokens, each over a copy of the store. */
async function serveWithTokens(t: TestContext, store: string): Promise<string[]> {
  return await Promise.all(
    SERVICES.map(async (name) => {
      const copy = join(temporaryFolder(t), 'copy.db')
      copyFileSync(store, copy)
      const main = new URL(`../../services/${name}/src/main.ts`, import.meta.url)
      const program = serviceProgram(main, {
        PORT: '0',
        ...(name === 'coordinator' && { BUS_URL: 'local:' }),
      })
      const env = {
        STORE_URL: `sqlite:${copy}`,
        JWT_SECRET: SECRET,
        RATE_LIMIT_PER_MINUTE: '100000',
      }
      return (await program.start(t, env)).url
    }),
  )
}

async function assertTruthful(t: TestContext, targets: readonly Target[]): Promise<void> {
  const verdicts = await Promise.all(targets.map((target) => judge(t, target)))
  for (const { code, report, tested, operations, cases } of verdicts) {
    assert.equal(code, 0, report)
    assert.equal(tested, operations, report)
    assert.ok(cases > operations, report)
    t.diagnostic(`${cases} cases`)
  }
}

suite(
  'every API does what its OpenAPI document says, and refuses what it does not',
  { skip },
  () => {
    test('in one process, and as processes that ask for tokens', async (t) => {
      const { urls, records, tasks, stop } = await serveLetters(t)
      const ids = [records, tasks, records]
      const asTargets = (addresses: readonly string[], token?: string): Target[] =>
        addresses.map((url, n) => ({
          url,
          ids: ids[n] ?? [],
          ...(token !== undefined && { token }),
        }))
      await assertTruthful(t, asTargets([urls.jobs, urls.review, urls.cost]))

      const token = createTokenSigner({ secret: SECRET }, { issuer: 'colophon' }).sign({
        sub: 'mary',
        aud: 'colophon-api',
        tenant: 'default',
        roles: ['submitter', 'reviewer', 'lead', 'finance', 'operator'],
        ttlS: 600,
      })
      await assertTruthful(t, asTargets(await serveWithTokens(t, await stop()), token))
    })
  },
)
