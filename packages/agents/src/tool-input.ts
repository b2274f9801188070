import { z } from 'zod'

/** The one thing every tool needs: the text of what the profile calls its unit. */
export const textOf = (unit: string) =>
  z.string().describe(`The full text of one ${unit}, as the OCR left it`)

/** Hints that a caller may have beside the text; every part is optional. */
export const hints = {
  language: z.string().optional().describe('BCP 47 code, when it is known'),
  file_path: z.string().optional().describe('Path or URL of the file the text came from'),
  metadata: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Archival facts that are known already'),
}

/** Every tool says what supports its values. */
export const evidence = z
  .array(
    z.object({
      path: z.string(),
      status: z.string(),
      confidence: z.number(),
      source: z.string(),
      quote: z.string().nullable(),
      start: z.int().nullable(),
      end: z.int().nullable(),
    }),
  )
  .describe('For each value: the words that support it and where they stand (UTF-16 offsets)')

/** Values of a model that did not become the field's, for a person to look at; left out where there are none. */
export const rivals = z
  .array(
    z.object({
      path: z.string(),
      value: z.unknown(),
      confidence: z.number(),
      source: z.string(),
      quote: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  )
  .optional()
  .describe(
    'Said by a model or a rule, and not taken: without support, or less sure than the value',
  )

export const confidence = z.number().min(0).max(1)
