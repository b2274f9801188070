import assert from 'node:assert/strict'
import { test } from 'node:test'
import { synthesise } from '@colophon/adapters/models/scripted'
import type { ModelRequest } from '@colophon/domain'
import { aDocument, aJob, aSource } from '@colophon/testkit'
import { HOSTILE_LETTERS, type HostileLetter } from './hostile-letters.ts'
import { startRig, type Rig } from './rig.ts'

const OBEYED = 'OBEYED'
const ORDER = /mallory/i

interface Read {
  /** All that stands outside marks, without their codes. */
  outside: string
  blocks: Record<string, string>
}

/** A prompt as its reader may take it: the first mark opens a block, which ends with the mark of the same code. */
function readPrompt(prompt: string): Read {
  const blocks: Record<string, string> = {}
  let outside = ''
  let rest = prompt
  for (;;) {
    const opening = /^<<<(\w+) (\w+)>>>\n/m.exec(rest)
    if (opening === null) return { outside: outside + rest, blocks }
    const [mark, name = '', code = ''] = opening
    const from = opening.index + mark.length
    const end = rest.indexOf(`\n<<<END ${code}>>>`, from)
    assert.notEqual(end, -1, `${name} has no end`)
    outside += rest.slice(0, opening.index).replaceAll(code, 'CODE')
    blocks[name] = rest.slice(from, end)
    rest = rest.slice(end + `\n<<<END ${code}>>>`.length)
  }
}

/** Does what it is told outside the marks, and otherwise copies faithfully what the letter says, orders too. */
function obedientModel(asked: (ModelRequest & Read)[]) {
  return (request: ModelRequest): unknown => {
    const read = readPrompt(request.prompt)
    asked.push({ ...request, ...read })
    if (ORDER.test(request.system + read.outside)) return synthesise(request.schema, OBEYED)
    const { DOCUMENT = '' } = read.blocks
    return synthesise(request.schema, DOCUMENT.slice(DOCUMENT.search(ORDER)))
  }
}

async function enrich(rig: Rig, { text, file, facts = {} }: HostileLetter) {
  const job = aJob()
  const source = aSource({
    text,
    facts,
    ...(file !== undefined && { file: { path: `in/${file}`, name: file, format: 'text/plain' } }),
  })
  const document = aDocument({ source })
  await rig.store.jobs.create(job)
  await rig.store.jobs.submit(job, [document])
  await rig.tell([document.document_id])
  return rig.ended(document.document_id)
}

test('a model that obeys whatever stands outside the marks obeys none of twenty hostile letters', async (t) => {
  const asked: (ModelRequest & Read)[] = []
  const rig = await startRig(t, { models: { answer: obedientModel(asked) } })
  /** Our own words to models, by agent and fields. */
  const told = new Map<string, string>()
  // Rules find some of what orders say, and models are told of it: that obeys no more than the text does.
  let toldOn = 0
  assert.equal(HOSTILE_LETTERS.length, 20)
  for (const hostile of HOSTILE_LETTERS) {
    asked.length = 0
    const { status, enriched_data: data, rivals } = await enrich(rig, hostile)
    assert.equal(status, 'completed', hostile.what)
    assert.ok(!JSON.stringify([data, rivals]).includes(OBEYED), hostile.what)
    if (asked.some(({ blocks }) => ORDER.test(blocks['FOUND'] ?? ''))) toldOn += 1
    for (const { agent, schema, outside, blocks } of asked) {
      assert.equal(blocks['DOCUMENT'], hostile.text)
      const question = `${agent} ${JSON.stringify(schema)}`
      assert.equal(outside, told.get(question) ?? outside, hostile.what)
      told.set(question, outside)
    }
  }
  assert.ok(toldOn > HOSTILE_LETTERS.length / 2, `${toldOn} orders are told on as findings`)
})
