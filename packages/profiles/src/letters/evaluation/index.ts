import { getPath } from '@colophon/domain'
import type { EvaluationSpec } from '@colophon/domain/evaluation'
import { FIELDS } from './fields.ts'
import { readTruth } from './truth.ts'

/** How letters are held against what is known of them. */
export const evaluation: EvaluationSpec = {
  fields: FIELDS,
  languageOf: (data) => {
    const language = getPath(data, 'document.languages.0')
    return typeof language === 'string' ? language : undefined
  },
  readTruth,
}
