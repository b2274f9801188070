import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPng } from '@colophon/testkit'
import { aWorld, pictured, said } from './world.ts'

test('the image of a page comes as it was, can run nothing, and is kept by no proxy', async (t) => {
  const world = await aWorld(t)
  const { at } = await pictured(world)
  const path = `${world.url}${at}/pages/1/image`
  const authorization = `Bearer ${world.token()}`
  const response = await fetch(path, { headers: { authorization } })
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'image/png')
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
  assert.match(response.headers.get('cache-control') ?? '', /^private/)
  assert.equal(response.headers.get('content-length'), String(aPng(60, 80).length))
  assert.ok(Buffer.from(await response.arrayBuffer()).equals(aPng(60, 80)))
})

test('where there is no such page, or its file is gone, that is said with what to do', async (t) => {
  const world = await aWorld(t)
  const { at } = await pictured(world)
  // The bytes are there for another tenant, which is nothing to this one.
  const lost = await pictured(world, { tenant: 'archive', bytes: aPng(60, 81) })
  for (const path of [`${at}/pages/2/image`, `${lost.at}/pages/1/image`]) {
    const answer = await world.ask({ method: 'GET', path })
    assert.deepEqual([answer.status, answer.body['code']], [404, 'document.no_image'], said(answer))
  }
  const odd = await world.ask({ method: 'GET', path: `${at}/pages/x/image` })
  assert.equal(odd.status, 400, said(odd))
})
