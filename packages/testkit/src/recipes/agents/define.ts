import { agentsThatRead, textOf } from '@colophon/agents/define'
import { readRecipe, type RecipeReading } from '../rules/read-recipe.ts'
import { VERSION } from '../version.ts'

const UNIT = 'recipe'

/** The one thing every tool needs. */
export const text = textOf(UNIT)

/** Make the tools and agents of recipes. */
export const { defineAgent, defineTool } = agentsThatRead<RecipeReading>({
  profile: 'recipes',
  unit: UNIT,
  version: VERSION,
  readings: [],
  read: readRecipe,
})
