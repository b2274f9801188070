import { getPath, type Check, type Profile } from '@colophon/domain'
import { RECIPE_FIELDS } from './fields.ts'
import { Recipe, RECIPES_SCHEMA_VERSION } from './schema.ts'
import { RECIPE_SOURCE } from './source.ts'

const aDay: Check = {
  name: 'within_a_day',
  blocking: true,
  description: 'No dish takes longer than a day',
  run({ data }) {
    const minutes = getPath(data, 'dish.minutes')
    if (typeof minutes !== 'number') return null
    const passed = minutes <= 24 * 60
    return { passed, paths: ['dish.minutes'], detail: `${minutes} minutes` }
  },
}

/** A kind of record of no use, to try with what has to hold for any: one agent, rows of a table. */
export const recipesProfile: Profile = {
  name: 'recipes',
  unit: { one: 'recipe', many: 'recipes' },
  schemaVersion: RECIPES_SCHEMA_VERSION,
  schema: Recipe,
  fields: RECIPE_FIELDS,
  source: RECIPE_SOURCE,
  given: ({ document_id, source }) => [
    { path: 'card.id', value: document_id },
    { path: 'card.title', value: source.record?.['title'] },
  ],
  bulk: [],
  title: (data) => {
    const title = getPath(data, 'card.title')
    return typeof title === 'string' ? title : ''
  },
  columns: [
    { name: 'title', path: 'card.title' },
    { name: 'minutes', path: 'dish.minutes' },
    { name: 'ingredients', path: 'dish.ingredients', part: 'name' },
  ],
  identity: ['card.id'],
  phases: [['recipe-agent']],
  traits: {},
  checks: [aDay],
  routing: { completeness: 1, confidence: 0.7, pageQuality: 0, auditSample: 0 },
}
