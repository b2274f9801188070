import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STATIC_BYTES_PER_TOKEN, STATIC_PROMPT_TOKENS } from '@colophon/domain'
import { askedFieldsOf } from '../src/agent.ts'
import { LETTER_AGENTS } from '../src/index.ts'
import { MAX_FIELDS } from '../src/ask-model.ts'
import { promptFor, schemaFor } from '../src/question.ts'
import { aRequest } from './letter.ts'

/** Longest `found` a prompt repeats, and the complaint of a repair. */
const VARIABLE_BYTES = 4_000 + 2_000

for (const agent of LETTER_AGENTS) {
  test(`what ${agent.name} says around a letter fits what its budget reserves`, () => {
    const fields = askedFieldsOf(agent).slice(0, MAX_FIELDS)
    const prompt = promptFor(aRequest(agent, { text: '' }), fields)
    const schema = JSON.stringify(schemaFor(agent, fields))
    const bytes = Buffer.byteLength(agent.instructions + prompt + schema) + VARIABLE_BYTES
    assert.ok(bytes / STATIC_BYTES_PER_TOKEN <= STATIC_PROMPT_TOKENS, `${String(bytes)} bytes`)
  })
}
