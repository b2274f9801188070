import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { pathsOf, schemaLeaves } from '@colophon/domain'
import { lettersProfile } from '../../src/letters/profile.ts'

const { columns, fields, phases, traits, schema } = lettersProfile

suite('letters profile', () => {
  test('every field is a leaf of the schema, and named once', () => {
    const leaves = new Set(schemaLeaves(schema))
    // The AMI parts come together, from one file name.
    const offences = fields.filter(
      ({ path }) => !leaves.has(path) && path !== 'metadata.ami_metadata',
    )
    assert.deepEqual(offences, [])
    assert.equal(new Set(fields.map(({ path }) => path)).size, fields.length)
  })

  test('seventeen fields are required, and every agent’s fields are answered in some phase', () => {
    assert.equal(fields.filter(({ required }) => required).length, 17)
    const run = phases.flat()
    assert.equal(new Set(run).size, run.length)
    for (const { agent } of fields) assert.ok(agent === null || run.includes(agent))
    for (const agent of run) assert.ok(pathsOf(lettersProfile, agent).length > 0)
  })

  test('an optional agent answers for nothing that is required', () => {
    for (const [agent, { optional }] of Object.entries(traits))
      if (optional === true)
        assert.deepEqual(
          fields.filter((field) => field.agent === agent && field.required),
          [],
        )
  })

  test('every column of a table of letters shows a value of the schema', () => {
    const leaves = schemaLeaves(schema)
    assert.deepEqual(
      columns.filter(({ path }) => !leaves.includes(path)),
      [],
    )
    assert.equal(new Set(columns.map(({ name }) => name)).size, columns.length)
  })

  test('a record that fits the schema is taken, a wrong one is not', () => {
    const record = {
      metadata: { id: 'doc_1', collection_id: 'letters' },
      document: { date: { creation_date: '1864-05' } },
      content: { full_text: '' },
      analysis: { people: [{ name: 'Mary', role: 'recipient' }] },
    }
    assert.ok(schema.safeParse(record).success)
    for (const date of ['1864-13', '64', '3 May 1864', '1864-05-32'])
      assert.ok(
        !schema.safeParse({ ...record, document: { date: { creation_date: date } } }).success,
      )
  })
})
