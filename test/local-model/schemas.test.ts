import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { askedFieldsOf, schemaFor, type Agent } from '@colophon/agents'
import type { JsonSchema } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { LOCAL_MODEL, skipWithoutOllama } from '@colophon/testkit'
import { beyondGrammar, grammarFateOf } from '@colophon/testkit/providers'
import { sharedOllama } from './rig.ts'

/**
 * Every schema an agent may send is made of its fields' own: all of them, each alone, and each number of them that a
 * small model may be asked for, from either end.
 */
export function schemasOf(agent: Agent): JsonSchema[] {
  const fields = askedFieldsOf(agent)
  const some = fields.flatMap((_, index) => [fields.slice(0, index + 1), fields.slice(index)])
  return [...fields.map((field) => [field]), ...some].map((asked) => schemaFor(agent, asked))
}

const nameSchema = (name: object): JsonSchema => ({
  type: 'object',
  properties: { name },
  required: ['name'],
})
const text = (more: object): JsonSchema => nameSchema({ type: 'string', ...more })

/** Forms of which the simulated server is expected to make what the real one does. */
const FORMS: Readonly<Record<string, JsonSchema>> = {
  'a pattern of plain classes': text({ pattern: '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$' }),
  'an escape that grammars know': text({ pattern: '^a\\.b$' }),
  'an integer with bounds': nameSchema({ type: 'integer', minimum: 0, maximum: 5 }),
  'as many repetitions as there may be': text({ maxLength: 2_000 }),
  'a pattern without anchors': text({ pattern: '[0-9]{4}' }),
  'a part without a type': nameSchema({ description: 'anything' }),
  'a type nobody knows': nameSchema({ type: 'date' }),
  'a keyword it lacks': nameSchema({ not: {} }),
  'a named class': text({ pattern: '^\\d{4}$' }),
  'a named class inside of a class': text({ pattern: '^[\\w]{4}$' }),
  'an escape that is none': text({ pattern: '^a\\/b$' }),
  'too many characters': text({ maxLength: 2_001 }),
  'too many items': nameSchema({ type: 'array', items: { type: 'boolean' }, maxItems: 3_000 }),
}

suite('schemas of all agents on a real Ollama', { skip: skipWithoutOllama() }, () => {
  const ollama = sharedOllama()

  /** Sends a form: a token or two are answered, or it is refused. */
  async function send(format: JsonSchema): Promise<{ status: number; said: string }> {
    const response = await fetch(`${ollama().url}/api/chat`, {
      method: 'POST',
      body: JSON.stringify({
        model: LOCAL_MODEL,
        messages: [{ role: 'user', content: 'Dear Mary' }],
        format,
        options: { num_predict: 2, num_ctx: 2_048, temperature: 0 },
      }),
    })
    return { status: response.status, said: await response.text() }
  }

  for (const agent of LETTER_AGENTS)
    test(`${agent.name}: each of them is held to`, async () => {
      for (const schema of schemasOf(agent)) {
        const { status, said } = await send(schema)
        assert.equal(status, 200, `${said}\n${JSON.stringify(schema)}`)
      }
    })

  for (const [what, form] of Object.entries(FORMS))
    test(`${what}: the simulated server makes of it what the real one does`, async () => {
      const { status, said } = await send(form)
      const fate =
        status === 200 ? 'held' : /invalid JSON schema/.test(said) ? 'unreadable' : 'deadly'
      assert.equal(grammarFateOf(form), fate)
    })
})

test('no schema of an agent holds a construct that grammars lack', () => {
  for (const agent of LETTER_AGENTS)
    for (const schema of schemasOf(agent)) {
      assert.deepEqual(beyondGrammar(schema), [], agent.name)
      assert.equal(grammarFateOf(schema), 'held')
    }
})
