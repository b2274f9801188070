import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROLES } from '@colophon/runtime/auth'
import { ROUTE_CASES } from './route-cases.ts'
import { aWorld, said, type Call, type World } from './world.ts'

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

interface Described {
  name: string
  method: string
  roles: readonly string[] | undefined
  /** It is there for those who have no token yet. */
  isOpen: boolean
}

const operationsOf = ({ openapi }: World): Described[] =>
  Object.entries(openapi.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method]
      if (operation === undefined) return []
      const isOpen = (operation.security ?? []).length === 0
      const name = `${method.toUpperCase()} ${path}`
      return [{ name, method: method.toUpperCase(), roles: operation['x-roles'], isOpen }]
    }),
  )

/** Nothing that belongs to the museum may be read elsewhere. */
function assertNothingOfOurs(text: string, ours: readonly string[], name: string): void {
  for (const secret of ours) assert.ok(!text.includes(secret), `${name} shows ${secret}`)
}

test('every operation is tried: as it should be, as it should not, without a token, and from another tenant', async (t) => {
  const world = await aWorld(t)
  const operations = operationsOf(world)
  assert.deepEqual(
    operations.map(({ name }) => name).toSorted(),
    Object.keys(ROUTE_CASES).toSorted(),
  )
  for (const operation of operations) {
    await t.test(operation.name, async () => {
      await tried(world, operation)
    })
  }
})

async function tried(world: World, { name, method, roles, isOpen }: Described): Promise<void> {
  const { ask, review, store } = world
  const route = ROUTE_CASES[name]
  assert.ok(route)
  const ours = await review()
  const head = route.isStream === true ? { isStream: true } : {}
  const valid: Call = { method, ...(await route.valid(world)), ...head }
  const { caller = {} } = route

  // Whoever may not do it changes nothing, so the call is good afterwards all the same.
  const withoutToken = await ask(valid, 'nobody')
  if (!isOpen) assert.equal(withoutToken.status, 401, said(withoutToken))
  if (roles !== undefined) {
    const others = ROLES.filter((role) => !roles.includes(role))
    const refused = await ask(valid, { ...caller, roles: others })
    assert.deepEqual([refused.status, refused.body['code']], [403, 'auth.forbidden'], said(refused))
  }
  if (!isOpen) {
    const elsewhere = await ask(valid, { ...caller, tenant: 'archive' })
    assert.equal(elsewhere.status, route.elsewhere ?? 404, said(elsewhere))
    if (route.echoes !== true)
      assertNothingOfOurs(elsewhere.text, ['museum', ours.id, ours.task.review_id], name)
  }

  const { code, ...invalid } = await route.invalid(world)
  const wrong = await ask({ method, ...invalid }, caller)
  assert.ok(wrong.status >= 400 && wrong.status < 500, said(wrong))
  assert.equal(wrong.body['code'], code, said(wrong))
  assert.equal(wrong.headers.get('content-type')?.split(';')[0], 'application/problem+json')

  const good = await ask(valid, caller)
  assert.equal(good.status, route.status ?? 200, said(good))
  assert.deepEqual(await store.desk.count('archive', {}), 0)
}
