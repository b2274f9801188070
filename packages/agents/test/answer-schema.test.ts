import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { beyondGrammar } from '@colophon/testkit/providers'
import fc from 'fast-check'
import { z } from 'zod'
import { askedFieldsOf } from '../src/agent.ts'
import { answerTokensFor, grammarSchema, UnsupportedForm } from '../src/answer-schema.ts'

suite('what models are held to', () => {
  // Each construct that a grammar ignores, refuses or dies of, and the form that would bring it.
  const forms: readonly (readonly [string, z.ZodType])[] = [
    ['a text without maxLength', z.string()],
    ['a text without maxLength', z.array(z.string())],
    ['a list without maxItems', z.array(z.enum(['a', 'b']))],
    ['an escape in a pattern', z.string().regex(/^\w{3}$/)],
    ['an escape in a pattern', z.string().regex(/^[\d-]{3}$/)],
    ['an escape in a pattern', z.string().regex(/^a\sb$/)],
    ['look-around in a pattern', z.string().regex(/^(?=a)b$/)],
    ['look-around in a pattern', z.string().regex(/^(?:ab){2}$/)],
    ['a pattern without an end', z.string().regex(/^[a-z]+$/)],
    ['a pattern without an end', z.string().regex(/^[a-z]{2,}$/)],
    ['a pattern that lets quotes through', z.string().regex(/^.{3}$/)],
    ['a pattern that lets quotes through', z.string().regex(/^[^a]{3}$/)],
    ['a pattern without anchors', z.string().regex(/[0-9]{4}/)],
    ['an open object', z.looseObject({ name: z.string() })],
    ['minLength', z.string().min(1)],
    ['format', z.email()],
    ['maxLength above 2000', z.string().max(9_000)],
  ]
  for (const [problem, form] of forms)
    test(`${problem} is not in it: ${JSON.stringify(z.toJSONSchema(form, { io: 'input' }))}`, () => {
      const plain = z.toJSONSchema(form)
      assert.ok(
        beyondGrammar(plain).some((each) => each.endsWith(problem)),
        'the form has it',
      )
      assert.deepEqual(beyondGrammar(grammarSchema(form)), [])
    })

  test('digits of a pattern are spelt out, so that dates are held to their form', () => {
    const { pattern } = grammarSchema(z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/))
    assert.equal(pattern, '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$')
  })

  test('a number has no bounds there: it is chosen from a list, or refused by us', () => {
    for (const form of [z.number(), z.int().min(0).max(9), z.unknown(), z.any()])
      assert.throws(() => grammarSchema(form), UnsupportedForm)
  })

  test('whatever a form is put together of, what comes out is held', () => {
    const leaf = fc.constantFrom<z.ZodType>(
      z.string(),
      z.string().max(40),
      z.string().regex(/^\d+$/),
      z.enum(['a', 'b']),
      z.boolean(),
      z.literal('x'),
    )
    const { form } = fc.letrec<{ form: z.ZodType }>((tie) => ({
      form: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        tie('form').map((part) => z.array(part)),
        tie('form').map((part) => part.nullable()),
        fc
          .dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tie('form'), { maxKeys: 4 })
          .map((parts) => z.object(parts)),
        tie('form').map((part) => z.object({ maybe: part.optional() })),
      ),
    }))
    fc.assert(
      fc.property(form, (each) => {
        assert.deepEqual(beyondGrammar(grammarSchema(each)), [])
      }),
    )
  })

  test('an answer for fewer fields may take fewer tokens, and one field always takes some', () => {
    for (const agent of LETTER_AGENTS) {
      const fields = askedFieldsOf(agent)
      const all = answerTokensFor(fields)
      const each = fields.map((field) => answerTokensFor([field]))
      assert.equal(
        each.reduce((sum, tokens) => sum + tokens, 0),
        all,
      )
      assert.ok(
        each.every((tokens) => tokens > 50 && tokens <= 1_300),
        agent.name,
      )
    }
  })
})
