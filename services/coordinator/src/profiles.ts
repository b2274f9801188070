import type { Profile } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'

/** The kinds of records that are taken; the first where a request names none. */
export const PROFILES = [lettersProfile] as const satisfies readonly Profile[]
