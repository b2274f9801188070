import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { z } from 'zod'
import type { Agent } from '../src/agent.ts'
import { definitionHash } from '../src/definition.ts'
import { language } from '../src/support/index.ts'
import { measured, right } from './measured.ts'
import { anAgent, aTool } from './small-agent.ts'

const FIELD = { path: 'a.name', key: 'name' }
const tool = aTool([FIELD])
const hash = definitionHash(anAgent(tool))

const CHANGED: Record<string, Agent> = {
  'another name': anAgent(tool, { name: 'other-agent' }),
  'another instruction': anAgent(tool, { instructions: 'Read the letter well.' }),
  'another order of tiers': anAgent(tool, { tiers: ['rules', 'fast', 'local'] }),
  'another tool name': anAgent({ ...tool, name: 'read_all' }),
  'another path': anAgent(aTool([{ ...FIELD, path: 'a.names' }])),
  'another key': anAgent(aTool([{ ...FIELD, key: 'names' }])),
  'another form of a value': anAgent(aTool([{ ...FIELD, value: z.string().max(10) }])),
  'a value that is shown otherwise': anAgent(aTool([{ ...FIELD, support: language(() => []) }])),
  'another path that decides': anAgent(tool, { decisive: ['a.name'] }),
  'something that was measured': measured(anAgent(tool), { 'a.name': { agreed: right() } }),
  'another output': anAgent({ ...tool, output: z.object({ read: z.boolean(), more: z.string() }) }),
  'one more field': anAgent(aTool([FIELD, { path: 'a.place', key: 'place' }])),
  'no tool': anAgent(tool, { tools: [] }),
}

suite('the definition hash', () => {
  for (const [name, agent] of Object.entries(CHANGED))
    test(`${name} makes another definition`, () => {
      assert.notEqual(definitionHash(agent), hash)
    })

  test('the same definition has the same hash, whenever it is made', () => {
    assert.equal(definitionHash(anAgent(aTool([FIELD]))), hash)
  })

  test('what people only read does not matter to it', () => {
    const agent = anAgent(
      { ...tool, title: 'Read', description: 'Reads' },
      { title: 'A', description: 'B' },
    )
    assert.equal(definitionHash(agent), hash)
  })

  test('no two agents have the same', () => {
    assert.equal(new Set(LETTER_AGENTS.map(definitionHash)).size, LETTER_AGENTS.length)
  })
})
