import type { Profile } from '@colophon/domain'
import { FOLDERS } from './folders.ts'

/** The profiles as records: schemas, fields, columns, checks. No agent and no rule is loaded for them. */
export const RECORDS: readonly Profile[] = FOLDERS.map(({ record }) => record)

export { lettersProfile } from './letters/profile.ts'
