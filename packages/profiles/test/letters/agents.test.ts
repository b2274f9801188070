import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { suite, test } from 'node:test'
import { createScriptedModels } from '@colophon/adapters/models'
import { fieldsOf, runAgent } from '@colophon/agents'
import { getPath, noModels, pathsOf, setPath, type Tree } from '@colophon/domain'
import { EnrichedLetter, LETTER_FIELDS, lettersProfile } from '../../src/letters/profile.ts'
import { LETTER_AGENTS } from '../../src/letters/agents/index.ts'
import { readLetter } from '../../src/letters/reading.ts'
import { aRequest, sample } from './request.ts'

const { signal } = new AbortController()
const SAMPLES = readdirSync(new URL('../../../../samples/letters/', import.meta.url)).filter(
  (name) => /\.(?:txt|md)$/.test(name),
)

suite('the agents of the letters profile', () => {
  test('they are the agents of its phases, and answer for the paths it gives them', () => {
    assert.deepEqual(
      LETTER_AGENTS.map(({ name }) => name).toSorted(),
      lettersProfile.phases.flat().toSorted(),
    )
    for (const agent of LETTER_AGENTS)
      assert.deepEqual(
        fieldsOf(agent)
          .map(({ path }) => path)
          .toSorted(),
        pathsOf(lettersProfile, agent.name).toSorted(),
        agent.name,
      )
  })

  test('each path is answered by the tool the profile names', () => {
    for (const { path, agent, tool } of LETTER_FIELDS) {
      if (agent === null) continue
      const tools = LETTER_AGENTS.find(({ name }) => name === agent)?.tools ?? []
      const found = tools.find((each) => each.fields.some((field) => field.path === path))
      assert.equal(found?.name, tool, path)
    }
  })

  for (const name of SAMPLES) {
    test(`the rules propose for their own paths only, from the words of ${name}`, async () => {
      const text = sample(name)
      for (const agent of LETTER_AGENTS)
        for (const tool of agent.tools) {
          const own = new Set(tool.fields.map(({ path }) => path))
          const proposals = await tool.rules?.(readLetter(aRequest(agent, { text })))
          for (const { path, finding, items } of proposals ?? []) {
            assert.ok(own.has(path), `${tool.name}: ${path}`)
            for (const { evidence, confidence, status, reason } of [finding, ...(items ?? [])]) {
              assert.ok(confidence >= 0 && confidence <= 1, path)
              if (evidence !== null)
                assert.ok(
                  evidence.start >= 0 &&
                    evidence.start < evidence.end &&
                    evidence.end <= text.length,
                  path,
                )
              if (status === 'inferred' && evidence === null) assert.ok(reason, path)
            }
          }
        }
    })

    test(`what rules and model find in ${name} fits the schema of the record`, async () => {
      const text = sample(name)
      for (const models of [noModels, createScriptedModels()]) {
        const data: Tree = {
          metadata: { id: 'd', collection_id: 'c' },
          document: {},
          content: { full_text: text },
          analysis: {},
        }
        for (const agent of LETTER_AGENTS) {
          const { fields } = await runAgent(agent, aRequest(agent, { text }), { models, signal })
          for (const { path, value } of fields) if (value !== null) setPath(data, path, value)
        }
        assert.deepEqual(EnrichedLetter.safeParse(data).error?.issues ?? [], [])
        assert.ok(getPath(data, 'metadata.document_type') !== undefined)
      }
    })
  }

  test('the same letter always gets the same answer', async () => {
    const timeless = (answer: unknown) =>
      JSON.stringify(answer, (key, value: unknown) =>
        key === 'at' || key === 'duration_ms' ? 0 : value,
      )
    for (const agent of LETTER_AGENTS) {
      const request = aRequest(agent)
      const models = createScriptedModels()
      const [one, other] = [
        await runAgent(agent, request, { models, signal }),
        await runAgent(agent, request, { models, signal }),
      ]
      assert.equal(timeless(one), timeless(other))
    }
  })
})
