import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  foldWords,
  getPath,
  isGrounded,
  isOfModel,
  isPresent,
  mergeFields,
  noModels,
  requiredPaths,
  route,
  setPath,
  standsIn,
  type MergeResult,
  type ModelClient,
  type Routing,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import fc from 'fast-check'
import { runAgent, type Agent } from '../src/index.ts'
import { askedFieldsOf } from '../src/agent.ts'
import { CELLS } from '../src/counts.ts'
import { aRequest, sample, watchedModels } from './letter.ts'
import { measured, right } from './measured.ts'

/** Letters that rules alone approve, and some they send to review. */
const LETTERS = [
  sample('01-invitation-skating-party.txt'),
  sample('04-personal-emigrant.txt'),
  sample('05-personal-bruder.txt'),
  'My dear friend, I came to Boston with Mary on Tuesday and found all well. Yours ever, J. S.',
]
const OTHER = sample('04-personal-emigrant.txt').slice(0, 400)
const { signal } = new AbortController()

interface Described extends MergeResult, Routing {
  text: string
}

/** Describes a letter as the pipeline does with these agents and models. */
async function describe(
  text: string,
  agents: readonly Agent[],
  models: ModelClient,
): Promise<Described> {
  const record: MergeResult = { data: {}, provenance: {}, rivals: [] }
  const given = { 'metadata.id': 'd', 'metadata.collection_id': 'c', 'content.full_text': text }
  for (const [path, value] of Object.entries({
    ...given,
    'metadata.storage_location.digital_repository': 'colophon:d',
  }))
    setPath(record.data, path, value)
  for (const agent of agents) {
    const { fields, rivals } = await runAgent(agent, aRequest(agent, { text }), { models, signal })
    mergeFields(record, fields, { text })
    record.rivals.push(...rivals)
  }
  const subject = { ...record, text, now: new Date('2026-01-15T12:00:00Z') }
  const ended = Object.fromEntries(
    agents.map(({ name }) => [name, { status: 'ok' as const, ms: 1 }]),
  )
  const input = { profile: lettersProfile, subject, agents: ended, pageQuality: 1, sampleDraw: 1 }
  return { ...record, ...route(input), text }
}

const stretchOf = (text: string) =>
  fc
    .tuple(fc.nat(Math.max(0, text.length - 2)), fc.integer({ min: 1, max: 60 }))
    .map(([start, length]) => text.slice(start, start + length))

/** Anything a model may say of a field: words of the letter, of another, of our question, or no words at all. */
function anAnswer(text: string, agent: Agent) {
  const ours = [
    agent.instructions,
    ...askedFieldsOf(agent).flatMap(({ ask }) => [ask.key, ask.describe]),
  ]
  const words = fc.oneof(stretchOf(text), stretchOf(OTHER), fc.constantFrom(...ours), fc.string())
  const lines = fc.constantFrom(...text.split('\n').filter((line) => line.trim() !== ''))
  const dates = fc.constantFrom('1850', '1862-02-04', '1899-01')
  const codes = fc.constantFrom('letter', 'public', 'telegram', 'personal_matters', 'en', 'de')
  const one = fc.oneof(words, lines, dates, codes, fc.jsonValue())
  const item = fc.record({
    name: fc.oneof(words, lines),
    role: fc.constantFrom('sender', 'mentioned'),
    type: fc.constantFrom('city', 'other'),
    title: words,
    context: words,
    quote: fc.oneof(words, lines),
  })
  const field = fc.record({
    value: fc.oneof(
      one,
      fc.array(one, { maxLength: 3 }),
      fc.array(item, { maxLength: 3 }),
      fc.constant(null),
    ),
    status: fc.constantFrom('stated', 'inferred', 'uncertain', 'not_in_document', 'illegible'),
    quote: fc.oneof(words, lines, fc.constant(null)),
    confidence: fc.oneof(fc.constant(1), fc.double({ noNaN: true })),
  })
  return fc.record(
    Object.fromEntries(
      askedFieldsOf(agent).map(({ ask }) => [ask.key, fc.oneof(field, fc.jsonValue())]),
    ),
  )
}

const scenario = fc.constantFrom(...LETTERS).chain((text) =>
  fc.record({
    text: fc.constant(text),
    answers: fc.record(
      Object.fromEntries(LETTER_AGENTS.map((agent) => [agent.name, anAnswer(text, agent)])),
    ),
  }),
)

/** Nothing, a reason, or a quote that stands in the text. */
function groundOf({ data, provenance, text }: Described, path: string): number {
  const entry = provenance[path]
  if (entry === undefined || !isPresent(getPath(data, path))) return 0
  if (standsIn(text, entry.evidence)) return 3
  return isGrounded(entry) && !isOfModel(entry) ? 2 : 1
}

const partsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(partsOf)
      : []

/** The paths at which a model has put something. */
const ofModels = ({ data, provenance }: Described): string[] =>
  Object.keys(provenance).filter((path) => {
    const entry = provenance[path]
    return entry !== undefined && isOfModel(entry) && isPresent(getPath(data, path))
  })

/** Free words, which must be words of the letter; codes and classes are shown by other words. */
const FREE = /^(?:content\.(?!summary)|document\.(?:correspondence|reference)|analysis\.keywords)/

function assertNoWorse(with_: Described, byRules: Described): void {
  for (const path of Object.keys(byRules.provenance))
    assert.ok(groundOf(with_, path) >= groundOf(byRules, path), `${path} lost ground`)
  // Words divided at the end of a line count whole, and by the half that a value may begin with.
  const letter = ` ${[with_.text, with_.text.replaceAll('\n', ' ')].flatMap(foldWords).join(' ')} `
  for (const path of ofModels(with_)) {
    assert.equal(groundOf(with_, path), 3, `${path} has no quote`)
    if (!FREE.test(path)) continue
    for (const part of partsOf(getPath(with_.data, path)))
      for (const word of foldWords(part))
        assert.ok(letter.includes(` ${word}`), `${path}: ${word} is not in the letter`)
  }
}

const byRules = new Map<string, Promise<Described>>()
function rulesAlone(text: string): Promise<Described> {
  let known = byRules.get(text)
  if (known === undefined) byRules.set(text, (known = describe(text, LETTER_AGENTS, noModels)))
  return known
}

suite('whatever a model answers', () => {
  const answering = (answers: Record<string, unknown>) =>
    watchedModels({ answer: ({ agent }) => answers[agent] }).models

  test('no value stands on less than by rules alone, and nothing that was made up is approved', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ text, answers }) => {
        const rules = await rulesAlone(text)
        const described = await describe(text, LETTER_AGENTS, answering(answers))
        assertNoWorse(described, rules)
        if (described.reviewStatus === 'not_required') {
          assert.equal(rules.reviewStatus, 'not_required', 'rules alone would ask a person')
          assert.deepEqual(ofModels(described), [])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('nor when it was measured to be right every time', async () => {
    const cells = Object.fromEntries(CELLS.map((cell) => [cell, right()]))
    const agents = LETTER_AGENTS.map((agent) =>
      measured(agent, Object.fromEntries(askedFieldsOf(agent).map(({ path }) => [path, cells]))),
    )
    await fc.assert(
      fc.asyncProperty(scenario, async ({ text, answers }) => {
        assertNoWorse(await describe(text, agents, answering(answers)), await rulesAlone(text))
      }),
      { numRuns: 60 },
    )
  })

  test('a letter that rules send to review is not approved by one that says there is nothing to read', async () => {
    const [, , , text = ''] = LETTERS
    const nothing = { value: null, status: 'not_in_document', quote: null, confidence: 1 }
    const answer = ({ schema }: { schema: Record<string, unknown> }) =>
      Object.fromEntries(Object.keys(schema['properties'] as object).map((key) => [key, nothing]))
    const described = await describe(text, LETTER_AGENTS, watchedModels({ answer }).models)
    assert.equal((await rulesAlone(text)).reviewStatus, 'pending')
    assert.equal(described.reviewStatus, 'pending')
    assert.ok(described.reasons.includes('completeness_below_threshold'))
  })

  test('one letter of each kind is tried', async () => {
    const kinds = await Promise.all(
      LETTERS.map(async (text) => (await rulesAlone(text)).reviewStatus),
    )
    assert.deepEqual([...new Set(kinds)].sort(), ['not_required', 'pending'])
  })

  test('every required field that a model is asked for is one it may not decide alone', () => {
    for (const agent of LETTER_AGENTS)
      for (const { path } of askedFieldsOf(agent))
        assert.ok(agent.decisive.includes(path) || !requiredPaths(lettersProfile).includes(path))
  })
})
