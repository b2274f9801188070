import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getPath, isOpenTask, type FieldDecision } from '@colophon/domain'
import fc from 'fast-check'
import { ACTS, CHANGING, stateOf, type Letter, type Memory } from './people.ts'
import { PEOPLE, SENDER, startRig, SUMMARY, type Rig } from './rig.ts'

const NAMES = ['eva', 'tom', 'ada'] as const
const LETTERS = 2

const decision: fc.Arbitrary<FieldDecision> = fc.oneof(
  fc.record({
    action: fc.constant('correct' as const),
    path: fc.constantFrom(SENDER, SUMMARY, `${PEOPLE}.0.name`),
    value: fc.constantFrom('One', 'Two'),
  }),
  fc.record({
    action: fc.constantFrom('accept', 'reject', 'not_in_document', 'illegible'),
    path: fc.constantFrom(SENDER, SUMMARY, `${PEOPLE}.0`),
  }),
)
const act = fc.record({
  kind: fc.constantFrom(
    ...(Object.keys(ACTS) as (keyof typeof ACTS)[]),
    'work',
    'work',
    'work',
    'undo',
  ),
  who: fc.constantFrom(...NAMES),
  letter: fc.nat(LETTERS - 1),
  decision,
})
const step = fc.oneof(
  { weight: 20, arbitrary: act },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('enrich' as const), letter: fc.nat(LETTERS - 1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 16, 800),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Its task as it is now: a run makes another. */
async function present({ store }: Rig, letter: Letter): Promise<Letter> {
  const { documentId } = letter
  const { items } = await store.desk.list('default', { documentId }, 'oldest', { limit: 100 })
  const open = items.find(isOpenTask)
  return open === undefined ? letter : { documentId, reviewId: open.review_id }
}

/** A run of the pipeline leaves what people said as it is, with who said it. */
async function enrichAgain(rig: Rig, letter: Letter): Promise<void> {
  const before = (await stateOf(rig, letter)).document
  await rig.runAgain(letter.documentId)
  const { document } = await stateOf(rig, letter)
  for (const [path, entry] of Object.entries(before.provenance)) {
    if (!entry.source.startsWith('human:')) continue
    assert.deepEqual(document.provenance[path], entry, path)
    assert.deepEqual(getPath(document.enriched_data, path), getPath(before.enriched_data, path))
  }
}

/** How many changes of a record there were. */
async function live(rig: Rig, steps: readonly Step[]): Promise<number> {
  const people = NAMES.map((name) => rig.actor(name, name === 'ada' ? ['lead'] : ['reviewer']))
  const letters: Letter[] = []
  while (letters.length < LETTERS) letters.push(await rig.letter())
  const memory: Memory = { leases: new Map(), changes: [] }
  for (const each of steps) {
    if (each.kind === 'wait') {
      rig.clock.advance(each.minutes * 60_000)
      continue
    }
    const letter = await present(rig, letters[each.letter] as Letter)
    letters[each.letter] = letter
    if (each.kind === 'enrich') {
      await enrichAgain(rig, letter)
      continue
    }
    const actor = people.find(({ sub }) => sub === each.who)
    assert.ok(actor)
    const before = await stateOf(rig, letter)
    const isLead = each.who === 'ada'
    await ACTS[each.kind]({ rig, actor, isLead, letter, memory, before, decision: each.decision })
    if (CHANGING.includes(each.kind)) continue
    assert.equal((await stateOf(rig, letter)).bytes, before.bytes, each.kind)
  }
  return memory.changes.length
}

test('three people and an agent, in any order: no step that is not allowed, no correction lost', async (t) => {
  const rig = await startRig(t)
  const steps = fc.array(step, { minLength: 20, maxLength: 60, size: 'max' })
  let changes = 0
  const property = fc.asyncProperty(steps, async (each) => {
    changes += await live(rig, each)
  })
  await fc.assert(property, { numRuns: 15, endOnFailure: true })
  assert.ok(changes > 15, `${changes} changes were made`)
})
