import type { FieldSpec } from '@colophon/domain'

const given = (path: string): FieldSpec => ({ path, agent: null, tool: null, required: true })

const read = (path: string, required: boolean): FieldSpec => ({
  path,
  agent: 'recipe-agent',
  tool: 'read_recipe',
  required,
})

export const RECIPE_FIELDS: readonly FieldSpec[] = [
  given('card.id'),
  given('card.title'),
  read('dish.ingredients', true),
  read('dish.minutes', true),
  read('dish.servings', false),
  read('dish.course', false),
]
