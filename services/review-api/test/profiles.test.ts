import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Profile, ProfileForm } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { serveApp, temporaryStore } from '@colophon/testkit'
import { recipes } from '@colophon/testkit/recipes'

async function formsOf(t: TestContext, profiles: readonly Profile[]): Promise<ProfileForm[]> {
  const api = createReviewApi({
    profiles,
    store: await temporaryStore(t),
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: {},
  })
  const { get } = await serveApp(t, api)
  const { status, text } = await get('/api/profiles')
  assert.equal(status, 200)
  return JSON.parse(text) as ProfileForm[]
}

const labelled = ({ fields }: ProfileForm, path: string): string => {
  const field = fields.find((each) => each.path === path)
  return `${field?.section ?? '?'}: ${field?.label ?? '?'}`
}

test('a profile comes with words for its fields, section by section, and the schema of its records', async (t) => {
  const [form] = await formsOf(t, [lettersProfile])
  assert.ok(form)
  assert.equal(labelled(form, 'document.correspondence.sender.name'), 'Correspondence: Sender name')
  assert.equal(labelled(form, 'content.summary'), 'Content: Summary')
  // "Date" alone would be the name of a section.
  assert.equal(
    labelled(form, 'metadata.digitization_info.date'),
    'Digitization info: Digitization info date',
  )
  const { schema, confidence, columns, checks } = form
  assert.deepEqual(
    Object.keys(schema['properties'] ?? {}),
    Object.keys(lettersProfile.schema.shape),
  )
  assert.equal(confidence, lettersProfile.routing.confidence)
  assert.equal(columns.length, lettersProfile.columns.length)
  assert.deepEqual(
    checks.map(({ name }) => name),
    lettersProfile.checks.map(({ name }) => name),
  )
})

test('every field that the pipeline knows is there once, and no two read the same', async (t) => {
  const profiles = [lettersProfile, recipes.record]
  const forms = await formsOf(t, profiles)
  for (const [n, { name, fields, bulk }] of profiles.entries()) {
    const form = forms[n]
    assert.ok(form?.name === name)
    const paths = form.fields.map(({ path }) => path)
    assert.equal(new Set(paths).size, paths.length)
    assert.deepEqual(
      fields.map(({ path }) => path).filter((path) => !paths.includes(path)),
      [],
    )
    const read = form.fields.map(({ section, label }) => `${section}: ${label}`)
    assert.equal(new Set(read).size, read.length)
    const flagged = (of: 'required' | 'extracted' | 'bulk') =>
      form.fields.filter((field) => field[of]).map(({ path }) => path)
    const required = fields.filter((field) => field.required).map(({ path }) => path)
    assert.deepEqual(flagged('required').toSorted(), required.toSorted())
    const extracted = fields.filter(({ agent }) => agent !== null).map(({ path }) => path)
    assert.deepEqual(flagged('extracted').toSorted(), extracted.toSorted())
    assert.deepEqual(flagged('bulk').toSorted(), bulk.toSorted())
    // Sections are not taken up again once left.
    const sections = form.fields.map(({ section }) => section)
    const begun = sections.filter((section, at) => section !== sections[at - 1])
    assert.equal(new Set(begun).size, begun.length)
  }
})
