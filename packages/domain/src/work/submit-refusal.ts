import { ColophonError } from '../errors/errors.ts'
import type { SubmitOutcome, SubmitRefusal } from '../ports/store.ts'

const HOLDERS = {
  'document.other_collection': (holder: string) => `the collection ${holder}`,
  'document.other_machine': (holder: string) => `the machine ${holder}, with another text`,
  'document.other_profile': (holder: string) => `the profile ${holder}`,
} as const satisfies Record<SubmitRefusal['refused'], (holder: string) => string>

export const isRefused = (outcome: SubmitOutcome): outcome is SubmitRefusal =>
  typeof outcome !== 'string'

/** The error of the catalogue for a refusal, which says whose the document is. */
export function refusalError(
  documentId: string,
  { refused, holder }: SubmitRefusal,
): ColophonError {
  const whose = HOLDERS[refused](holder)
  return new ColophonError(refused, `The id ${documentId} is that of a document of ${whose}`)
}
