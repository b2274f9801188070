import { agentsThatRead, textOf } from '@colophon/agents/define'
import { recipesProfile } from '../profile.ts'
import { readRecipe, type RecipeReading } from '../rules/read-recipe.ts'
import { VERSION } from '../version.ts'

/** The one thing every tool needs. */
export const text = textOf(recipesProfile.unit.one)

/** Make the tools and agents of recipes. */
export const { defineAgent, defineTool } = agentsThatRead<RecipeReading>({
  profile: recipesProfile.name,
  unit: recipesProfile.unit.one,
  version: VERSION,
  readings: [],
  read: readRecipe,
})
