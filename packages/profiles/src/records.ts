import type { Profile } from '@colophon/domain'
import * as folders from './list.ts'

/** The profiles as records: schemas, fields, columns, checks. No agent and no rule is loaded for them. */
export const RECORDS: readonly Profile[] = Object.values(folders).map(({ record }) => record)

export { lettersProfile } from './letters/profile.ts'
