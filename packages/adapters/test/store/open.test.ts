import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ColophonError } from '@colophon/domain'
import { openStore } from '../../src/store/open.ts'

for (const url of ['mysql://user:secret@host/db', 'data/colophon.db', '']) {
  test(`"${url}" is refused, and the answer names the known schemes`, async () => {
    await assert.rejects(openStore(url), (thrown: ColophonError) => {
      assert.equal(thrown.code, 'config.unknown_scheme')
      assert.match(thrown.message, /sqlite:.* mongodb:/)
      assert.doesNotMatch(thrown.message, /secret/)
      return true
    })
  })
}
