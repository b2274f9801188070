import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LoadedModels, type SeenModel } from '../../../src/models/ollama/loaded-models.ts'

const OLD = { name: 'llama3.2:latest', digest: 'a'.repeat(64), context_length: 4_096 }
const NEW = { ...OLD, digest: 'b'.repeat(64) }

function aServer(says: () => Promise<readonly SeenModel[]>) {
  const state = { looks: 0, now: 0 }
  const models = new LoadedModels(
    () => {
      state.looks += 1
      return says()
    },
    () => state.now,
  )
  return { state, models }
}

suite('what is known of loaded models', () => {
  test('is looked up once a minute, however many calls there are', async () => {
    let loaded = OLD
    const { state, models } = aServer(() => Promise.resolve([loaded]))
    assert.equal(models.digestOf('llama3.2'), undefined)
    await Promise.all(Array.from({ length: 20 }, () => models.answered('llama3.2')))
    assert.deepEqual([state.looks, models.digestOf('llama3.2')], [1, OLD.digest])
    loaded = NEW
    state.now = 60_000
    await models.answered('llama3.2')
    await Promise.resolve()
    assert.deepEqual([state.looks, models.digestOf('llama3.2:latest')], [2, NEW.digest])
  })

  test('is told by looks at readiness too, and then nobody waits for it', async () => {
    const { state, models } = aServer(() => new Promise(() => undefined))
    models.seen([OLD])
    await models.answered('llama3.2')
    assert.deepEqual([state.looks, models.digestOf('llama3.2')], [1, OLD.digest])
  })

  test('may be nothing: a server that does not say is asked no more often', async () => {
    const { state, models } = aServer(() => Promise.reject(new Error('no such address')))
    for (let call = 0; call < 5; call += 1) await models.answered('llama3.2')
    assert.deepEqual([state.looks, models.digestOf('llama3.2')], [1, undefined])
    const silent = aServer(() => Promise.resolve([{ name: 'llama3.2:latest', digest: '' }]))
    await silent.models.answered('llama3.2')
    assert.deepEqual(
      [silent.models.digestOf('llama3.2'), silent.models.windowOf('llama3.2')],
      [undefined, undefined],
    )
  })

  test('a window is believed for a minute: whoever stayed away because of it tries again', async () => {
    const { state, models } = aServer(() => Promise.resolve([OLD]))
    await models.answered('llama3.2')
    assert.equal(models.windowOf('llama3.2'), 4_096)
    state.now = 60_000
    assert.equal(models.windowOf('llama3.2'), undefined)
  })
})
