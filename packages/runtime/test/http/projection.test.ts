import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projection } from '@colophon/runtime/http'
import { z } from 'zod'

test('keeps the fields of the schema and nothing else', () => {
  const publicPart = projection(z.object({ id: z.string(), note: z.string().optional() }))
  const record = { id: 'a', note: undefined, lease: { token: 'secret' } }
  assert.deepEqual(publicPart(record as { id: string }), { id: 'a' })
})
