import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { DocumentRecord } from '@colophon/domain'
import { lettersProfile } from '@colophon/domain/letters'
import { skipWithoutOllama, temporaryFolder } from '@colophon/testkit'
import { startRig } from '../../services/enrichment-worker/test/rig.ts'
import { runCommand } from '../e2e/command.ts'
import { aRequest, NAME_SCHEMA, openLocal, sharedOllama, urlOf } from './rig.ts'

const BENCH = fileURLToPath(new URL('../../../shared/letters-bench/', import.meta.url))
const withoutBench = existsSync(BENCH) ? false : 'no benchmark letters'

interface Letter {
  id: string
  text: string
  language: string
}

/** Three of the shortest of two languages: a small model takes seconds for each. */
function threeLetters(): Letter[] {
  const lines = readFileSync(join(BENCH, 'public.jsonl'), 'utf8').trim().split('\n')
  const letters = lines.map((line) => JSON.parse(line) as Letter)
  const short = letters.filter(({ text }) => text.length > 500 && text.length < 900)
  return [
    ...short.filter(({ language }) => language === 'en').slice(0, 2),
    ...short.filter(({ language }) => language === 'de').slice(0, 1),
  ]
}

/** F1 of each field, by the benchmark's own scorer. */
function scored(truth: string, records: string): Record<string, number> {
  const args = [join(BENCH, 'report.py'), truth, records, '--json']
  const { stdout, stderr, status } = spawnSync('python3', args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  const found: Record<string, number> = {}
  const walk = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, part] of Object.entries(value)) {
      if (key === 'f1' && typeof part === 'number') found[at] = part
      else walk(part, `${at}/${key}`)
    }
  }
  walk(JSON.parse(stdout), '')
  return found
}

const aLetter = (n: number): string =>
  `Leith, ${n + 1} May 1862\n\nDear Mr. Ross,\n\nthe ${n + 3} casks have come.\n\nYours truly,\nJohn Hall\n`

const only = (agent: string) => ({ ...lettersProfile, phases: [[agent]] })

suite('letters on a real Ollama', { skip: skipWithoutOllama() }, () => {
  const ollama = sharedOllama()

  test(
    'three from end to end: as good or better than with rules alone, and who could not answer is named',
    { skip: withoutBench },
    async (t) => {
      const folder = temporaryFolder(t)
      const letters = threeLetters()
      const truth = join(folder, 'truth.jsonl')
      writeFileSync(truth, letters.map((letter) => JSON.stringify(letter)).join('\n'))
      const input = letters.map(({ id, text }) => JSON.stringify({ id, text })).join('\n')
      writeFileSync(join(folder, 'in.jsonl'), input)
      const enrich = async (name: string, env: Record<string, string>) => {
        const STORE_URL = `sqlite:${join(folder, `${name}.db`)}`
        const out = join(folder, `${name}.jsonl`)
        const args = ['enrich', 'in.jsonl', '--out', out]
        const { code, stderr } = await runCommand(args, {
          cwd: folder,
          env: { STORE_URL, ...env },
        })
        assert.equal(code, 0, stderr)
        return out
      }
      const rules = scored(truth, await enrich('rules', {}))
      const MODEL_LOCAL = urlOf(ollama(), 'num_predict=60')
      const out = await enrich('model', { MODEL_LOCAL, MODEL_LOCAL_MAX_FIELDS: '1' })
      const model = scored(truth, out)
      assert.ok(Object.keys(rules).length > 5, 'the scorer has scored')
      for (const [field, f1] of Object.entries(rules))
        assert.ok((model[field] ?? 0) >= f1, `${field}: ${String(model[field])} with the model`)
      for (const line of readFileSync(out, 'utf8').trim().split('\n')) {
        const { agents, review_reasons: reasons } = JSON.parse(line) as DocumentRecord
        for (const [agent, { status, why }] of Object.entries(agents)) {
          if (status !== 'degraded') continue
          assert.match(why ?? '', /^model\.(?:truncated|invalid_answer)$/)
          assert.ok(reasons.includes(`agent_degraded:${agent}`), agent)
        }
      }
    },
  )

  test('twenty with as many in work as by default: all end, however long they wait for their turn', async (t) => {
    const client = await openLocal(t, urlOf(ollama(), 'num_predict=60'))
    const rig = await startRig(t, {
      client,
      profile: only('structure-agent'),
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
    const query = 'num_predict=20&first_token_ms=2000&breaker_failures=2&breaker_open_ms=4000'
    const client = await openLocal(t, urlOf(ollama(), query))
    const asked = new Map<string, number>()
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
            throw thrown
          }
        },
      },
      agents: (real) => ({
        ...real,
        enrich(agent, request, signal, onWait) {
          runs.set(request.run_id, request.document_id)
          return real.enrich(agent, request, signal, onWait)
        },
        [Symbol.asyncDispose]: () => real[Symbol.asyncDispose](),
      }),
      profile: only('structure-agent'),
      maxFields: { local: 1 },
      patienceMs: 300_000,
    })
    const runs = new Map<string, string>()
    // In memory before: loading it is not what is looked at here.
    const patient = await openLocal(t, urlOf(ollama()))
    await patient.complete(aRequest({ schema: NAME_SCHEMA }))
    ollama().suspend()
    const ids = await rig.submit(Array.from({ length: 12 }, (_, n) => aLetter(n + 20)))
    await rig.tell(ids)
    const wedged = delay(10 * 2_000)
    // What the coordinator does: it tells of documents that are due again.
    const again = setInterval(() => void rig.tell(ids).catch(() => undefined), 500)
    t.after(() => {
      clearInterval(again)
    })
    await wedged
    ollama().resume()
    const lost = (id: string): number =>
      [...asked.keys()].filter((run) => runs.get(run) === id).length
    let waited = 0
    for (const id of ids) {
      const { status, attempts } = await rig.ended(id)
      assert.equal(status, 'completed')
      assert.ok(attempts <= 1 + lost(id), `${attempts} attempts, ${lost(id)} of them asked in vain`)
      if (lost(id) === 0) waited += 1
    }
    assert.ok(waited > 0, 'some have only waited')
  })
})
