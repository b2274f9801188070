import { defineSource, SUBMITTED_FIELDS } from '@colophon/domain'
import { z } from 'zod'

const RecipeForm = z.object({ ...SUBMITTED_FIELDS, title: z.string().min(1), method: z.string() })

/** A recipe is a row: its title, and how it is made. People read both as one text. */
export const RECIPE_SOURCE = defineSource({
  form: RecipeForm,
  files: ['csv', 'jsonl'],
  toSource({ title, method }) {
    const text = `${title}\n\n${method}`
    const start = text.length - method.length
    return {
      text,
      segments: [
        { kind: 'field', name: 'title', start: 0, end: title.length },
        { kind: 'field', name: 'method', start, end: text.length },
      ],
      record: { title, method },
      language: 'en',
    }
  },
  content: ({ text }) => text,
})
