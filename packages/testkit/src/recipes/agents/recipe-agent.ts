import { evidence, list, one, words } from '@colophon/agents/define'
import { requiredPaths } from '@colophon/domain'
import { z } from 'zod'
import { recipesProfile } from '../profile.ts'
import { Recipe } from '../schema.ts'
import { defineAgent, defineTool, text } from './define.ts'

const Dish = Recipe.shape.dish.shape

const readRecipe = defineTool({
  name: 'read_recipe',
  title: 'Read a recipe',
  description: 'What goes into the dish, and how long it takes.',
  input: z.object({ text }),
  output: z.object({
    ingredients: Dish.ingredients,
    minutes: Dish.minutes.nullable(),
    servings: Dish.servings.unwrap().nullable(),
    course: z.string().nullable(),
    evidence,
  }),
  fields: [
    { path: 'dish.ingredients' },
    { path: 'dish.minutes' },
    { path: 'dish.servings' },
    {
      path: 'dish.course',
      ask: {
        key: 'course',
        describe: 'The course it is for, as the recipe says',
        value: z.string(),
        support: words(),
      },
    },
  ],
  rules: ({ ingredients, minutes, servings }) => [
    ...list('dish.ingredients', ingredients),
    ...one('dish.minutes', minutes),
    ...one('dish.servings', servings),
  ],
  present: (answer) => ({
    ingredients: answer('dish.ingredients') ?? [],
    minutes: answer('dish.minutes') ?? null,
    servings: answer('dish.servings') ?? null,
    course: answer('dish.course') ?? null,
  }),
})

export const recipeAgent = defineAgent({
  name: 'recipe-agent',
  title: 'Recipe agent',
  description: 'Reads what a recipe needs.',
  instructions: 'You read recipes of a card index.',
  tiers: ['rules', 'local'],
  standIn: {},
  maxAnswerTokens: 400,
  decisive: requiredPaths(recipesProfile),
  tools: [readRecipe],
})
