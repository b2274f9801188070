import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { getPath, isPresent, type DocumentRecord, type Tier } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { skipWithoutOllama } from '@colophon/testkit'
import { startRig } from '../../services/enrichment-worker/test/rig.ts'
import { aRequest, NAME_SCHEMA, openLocal, sharedOllama, urlOf } from './rig.ts'

const SAMPLES = new URL('../../samples/', import.meta.url)

/** Three of the bundled letters, of two languages: a small model takes seconds for each. */
const LETTERS = ['01-invitation-skating-party', '05-personal-bruder', '15-ceremonial-telegram']

/** Those that fill the fields that decide; a question of each of the five would take minutes. */
const ASKING = new Set(['metadata-agent', 'structure-agent'])

/** The record of a careful cataloguer. */
interface Expected {
  fields: Record<string, unknown>
  includes?: Record<string, string[]>
}
const expected = (letter: string): Expected =>
  JSON.parse(readFileSync(new URL(`expected/${letter}.json`, SAMPLES), 'utf8')) as Expected

const folded = (value: unknown): string => JSON.stringify(value).toLowerCase().replace(/\W+/g, ' ')

/** By path, over all letters: how many of the values that are to be there are. */
function rightIn(documents: ReadonlyMap<string, DocumentRecord>): Map<string, number> {
  const right = new Map<string, number>()
  for (const letter of LETTERS) {
    const data = documents.get(letter)?.enriched_data ?? {}
    const { fields, includes = {} } = expected(letter)
    const count = (path: string, isRight: boolean): unknown =>
      right.set(path, (right.get(path) ?? 0) + Number(isRight))
    for (const [path, value] of Object.entries(fields))
      count(path, folded(getPath(data, path)) === folded(value))
    for (const [path, names] of Object.entries(includes))
      for (const name of names) count(path, folded(getPath(data, path)).includes(folded(name)))
  }
  return right
}

const aLetter = (n: number): string =>
  `Leith, ${n + 1} May 1862\n\nDear Mr. Ross,\n\nthe ${n + 3} casks have come.\n\nYours truly,\nJohn Hall\n`

const only = (agent: string) => ({ ...lettersProfile, phases: [[agent]] })

suite('letters on a real Ollama', { skip: skipWithoutOllama() }, () => {
  const ollama = sharedOllama()

  test('three from end to end: as good or better than with rules alone, and who could not answer is named', async (t) => {
    const texts = LETTERS.map((letter) =>
      readFileSync(new URL(`letters/${letter}.txt`, SAMPLES), 'utf8'),
    )
    const enrich = async (tiersOf: (agent: string) => Tier[]) => {
      const client = await openLocal(t, urlOf(ollama(), 'num_predict=60'))
      const rig = await startRig(t, {
        client,
        tiersOf,
        maxFields: { local: 1 },
        patienceMs: 500_000,
      })
      const ids = await rig.submit(texts)
      await rig.tell(ids)
      const documents = await Promise.all(ids.map((id) => rig.ended(id)))
      return new Map(documents.map((document, index) => [LETTERS[index] ?? '', document]))
    }
    const rules = await enrich(() => ['rules'])
    const model = await enrich((agent) => (ASKING.has(agent) ? ['rules', 'local'] : ['rules']))
    for (const { status, attempts } of model.values())
      assert.deepEqual([status, attempts], ['completed', 1])
    const [byRules, byModel] = [rightIn(rules), rightIn(model)]
    assert.ok([...byRules.values()].filter((right) => right > 0).length > 5, 'rules are right')
    for (const [path, right] of byRules)
      assert.ok((byModel.get(path) ?? 0) >= right, `${path}: ${String(byModel.get(path))} right`)
    for (const [letter, { agents, review_reasons: reasons, ...document }] of model) {
      for (const { path, required } of lettersProfile.fields) {
        const before = getPath(rules.get(letter)?.enriched_data, path)
        if (required && isPresent(before) && !lettersProfile.identity.includes(path))
          assert.deepEqual(getPath(document.enriched_data, path), before, `${letter} ${path}`)
      }
      for (const [agent, { status, why }] of Object.entries(agents)) {
        if (status !== 'degraded') continue
        assert.match(why ?? '', /^model\.(?:truncated|invalid_answer)$/)
        assert.ok(reasons.includes(`agent_degraded:${agent}`), agent)
      }
    }
  })

  test('twenty with as many in work as by default: all end, however long they wait for their turn', async (t) => {
    const client = await openLocal(t, urlOf(ollama(), 'num_predict=60'))
    const rig = await startRig(t, {
      client,
      profiles: [only('structure-agent')],
      maxFields: { local: 1 },
      // One letter is done in seconds; the last one waits for many times as long.
      limits: { deadlineMs: 45_000 },
      settings: { concurrency: 16, documentLimitMs: 60_000, renewMs: 1_000 },
      patienceMs: 500_000,
    })
    const ids = await rig.submit(Array.from({ length: 20 }, (_, n) => aLetter(n)))
    await rig.tell(ids)
    for (const id of ids) {
      const { status, attempts, agents } = await rig.ended(id)
      assert.deepEqual([status, attempts], ['completed', 1])
      assert.notEqual(agents['structure-agent']?.why, 'agent.timeout')
    }
  })

  test('a model that is wedged for ten times a deadline costs no attempt of letters that wait', async (t) => {
    const query = 'num_predict=20&first_token_ms=5000&breaker_failures=2&breaker_open_ms=4000'
    const client = await openLocal(t, urlOf(ollama(), query))
    const asked = new Map<string, number>()
    let rested = 0
    const rig = await startRig(t, {
      client: {
        ...client,
        async complete(request) {
          try {
            return await client.complete(request)
          } catch (thrown) {
            const { code } = thrown as { code?: string }
            const run = request.call_id.replace(/:.*/, '')
            if (code === 'model.timeout') asked.set(run, 1)
            if (code === 'model.resting') rested += 1
            throw thrown
          }
        },
      },
      agents: (real) => ({
        ...real,
        enrich(agent, request, course) {
          runs.set(request.run_id, request.document_id)
          return real.enrich(agent, request, course)
        },
        [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
      }),
      profiles: [only('structure-agent')],
      maxFields: { local: 1 },
      patienceMs: 300_000,
    })
    const runs = new Map<string, string>()
    // In memory before: loading it is not what is looked at here.
    const patient = await openLocal(t, urlOf(ollama()))
    await patient.complete(aRequest({ schema: NAME_SCHEMA }))
    ollama().suspend()
    const ids = await rig.submit(Array.from({ length: 8 }, (_, n) => aLetter(n + 20)))
    await rig.tell(ids)
    const wedged = delay(10 * 5_000)
    // In place of the coordinator, which tells of documents that are due again.
    const again = setInterval(() => void rig.tell(ids).catch(() => undefined), 500)
    t.after(() => {
      clearInterval(again)
    })
    await wedged
    ollama().resume()
    const lost = (id: string): number =>
      [...asked.keys()].filter((run) => runs.get(run) === id).length
    for (const id of ids) {
      const { status, attempts } = await rig.ended(id)
      assert.equal(status, 'completed')
      assert.ok(attempts <= 1 + lost(id), `${attempts} attempts, ${lost(id)} of them asked in vain`)
    }
    assert.ok(rested > 0, 'some were kept back, which is no attempt')
  })
})
