import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import fc from 'fast-check'
import {
  calibrated,
  definitionHash,
  leastShare,
  questionHash,
  readCalibration,
} from '../src/index.ts'
import { agentNamed } from './letter.ts'
import { measured, right } from './measured.ts'
import { anAgent, aTool } from './small-agent.ts'

const FIELD = { path: 'a.name', key: 'name' }
const agent = anAgent(aTool([FIELD]))

suite('what a count is worth', () => {
  const counts = fc.nat(2_000).chain((n) => fc.record({ n: fc.constant(n), right: fc.nat(n) }))

  test('less than the share that was right, and the more the more there were', () => {
    fc.assert(
      fc.property(counts, ({ n, right: hits }) => {
        const worth = leastShare({ n, right: hits })
        assert.ok(worth >= 0 && worth <= (n === 0 ? 0 : hits / n))
        const more = leastShare({ n: n * 2, right: hits * 2 })
        assert.ok(more >= worth - 1e-9)
      }),
    )
  })

  test('the figures that the documentation gives', () => {
    const worth = (hits: number, n: number) => leastShare({ n, right: hits }).toFixed(2)
    assert.deepEqual([worth(9, 10), worth(90, 100), worth(2, 2)], ['0.65', '0.84', '0.42'])
  })
})

suite('a calibration', () => {
  test('makes another definition, so that answers weighed otherwise are not used again', () => {
    const hashes = [agent, measured(agent, { 'a.name': { agreed: right() } })].map(definitionHash)
    const other = definitionHash(measured(agent, { 'a.name': { agreed: right(0.5) } }))
    assert.equal(new Set([...hashes, other]).size, 3)
  })

  test('of another question does not count, and is told', () => {
    const asked = anAgent(aTool([{ ...FIELD, key: 'full_name' }]))
    const of = (question: string) => ({
      version: 1 as const,
      made_at: '2026-01-15T12:00:00Z',
      documents: 1,
      models: { 'ollama:one': { agents: { [agent.name]: { question, fields: {} } } } },
    })
    const stale = calibrated([asked], of(questionHash(agent)))
    assert.deepEqual([stale.agents[0], stale.stale], [asked, ['ollama:one: small-agent']])
    assert.deepEqual(calibrated([agent], of(questionHash(agent))).stale, [])
  })

  test('does not depend on the rules that answer before', () => {
    const structure = agentNamed('structure-agent')
    const without = {
      ...structure,
      tools: structure.tools.map((tool) => ({ ...tool, rules: () => [] })),
    }
    assert.equal(questionHash(without), questionHash(structure))
  })

  for (const [what, text, expected] of [
    ['is not JSON', '{', /it is not JSON/],
    ['is something else', '{"version":2}', /version/],
    [
      'has more right ones than there are',
      JSON.stringify({
        version: 1,
        made_at: '',
        documents: 1,
        models: {
          m: { agents: { a: { question: '', fields: { p: { agreed: { n: 1, right: 2 } } } } } },
        },
      }),
      /agreed: more right than there are/,
    ],
  ] as const)
    test(`a file that ${what} is refused with its name`, (t) => {
      const file = join(temporaryFolder(t), 'models.json')
      writeFileSync(file, text)
      assert.throws(() => readCalibration(file), { code: 'config.invalid', message: expected })
      assert.throws(() => readCalibration(file), { message: /models\.json/ })
    })

  test('a file that is not there is refused', () => {
    assert.throws(() => readCalibration('/nowhere/models.json'), { code: 'config.invalid' })
  })
})
