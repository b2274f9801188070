import type { Profile } from '@colophon/domain'
import { PROFILES, type ProfileFolder } from '@colophon/profiles'
import type { Context } from './context.ts'

type Given = Pick<Context, 'profiles'>

export const foldersOf = ({ profiles = PROFILES }: Given): readonly ProfileFolder[] => profiles

/** The profiles of this process as records; the first where a command names none. */
export const profilesOf = (given: Given): readonly Profile[] =>
  foldersOf(given).map(({ record }) => record)
