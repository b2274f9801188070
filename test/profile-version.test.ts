import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fingerprint, readUnder, sourcesOf } from '../scripts/docs/profile-version.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = readUnder(ROOT)
const { answers, questions } = sourcesOf(ROOT, 'letters')

/** The fingerprints when one file is other than it is. */
function reworded(file: string) {
  const text = `${read(file)}// reworded\n`
  const other = (each: string): string => (each === file ? text : read(each))
  const sources = sourcesOf(ROOT, 'letters', other)
  return {
    answers: fingerprint(sources.answers, other),
    questions: fingerprint(sources.questions, other),
  }
}
const now = { answers: fingerprint(answers, read), questions: fingerprint(questions, read) }

suite('the fingerprint of a profile', () => {
  for (const file of [
    'services/agent-host/src/config.ts',
    'packages/agents/src/index.ts',
    'packages/agents/src/mcp/server/server.ts',
    'packages/agents/src/rules-pool/pool.ts',
    'packages/profiles/src/letters/version.ts',
  ])
    test(`${file} can be reworded, and no answer is paid for again`, () => {
      assert.deepEqual(reworded(file), now)
    })

  for (const file of [
    'packages/agents/src/prompt.ts',
    'packages/agents/src/ask-model.ts',
    'packages/agents/src/answer-schema.ts',
    'packages/agents/src/consider-answers.ts',
    'packages/agents/src/judge.ts',
    'packages/agents/src/resolve.ts',
    'packages/agents/src/proposals.ts',
    'packages/agents/src/support/name.ts',
    'packages/domain/src/record/grounding.ts',
    'packages/methods/src/dates/written-date.ts',
    'packages/methods/src/language/detect-languages.ts',
    'packages/profiles/src/letters/agents/support/signs.ts',
    'packages/profiles/src/letters/rules/structure/formulas.ts',
  ])
    test(`${file} makes other answers, and other questions`, () => {
      const other = reworded(file)
      assert.notEqual(other.answers, now.answers)
      assert.notEqual(other.questions, now.questions)
    })

  test('rules that only find values make other answers to the same questions', () => {
    const other = reworded('packages/profiles/src/letters/rules/structure/dateline.ts')
    assert.notEqual(other.answers, now.answers)
    assert.equal(other.questions, now.questions)
  })
})
