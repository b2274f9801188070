import { z } from 'zod'

export const STATUS_SETTINGS = {
  DOCS_URL: z
    .string()
    .optional()
    .describe('Where docs/ is published: alerts of the status lead to their runbook there'),
} as const
