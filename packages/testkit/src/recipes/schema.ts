import { z } from 'zod'

export const RECIPES_SCHEMA_VERSION = '1.0.0'

const Ingredient = z.object({ amount: z.string(), name: z.string() })

/** A recipe of a card index, as it is catalogued. */
export const Recipe = z.object({
  card: z.object({ id: z.string(), title: z.string() }),
  dish: z.object({
    ingredients: z.array(Ingredient),
    minutes: z.int().min(1),
    servings: z.int().min(1).optional(),
    course: z.string().optional(),
  }),
})
