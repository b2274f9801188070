import { defaultProfile } from '@colophon/domain'
import { InvalidArgumentError, Option } from 'commander'
import type { Context } from '../context.ts'
import { profilesOf } from '../profiles.ts'

/** What documents are called, what they are, and whether they may take the place of others. */
export interface IdentityOptions {
  idPrefix?: string
  idRoot?: string
  replace?: boolean
  profile: string
}

const MAX_PREFIX_LENGTH = 100

function prefix(text: string): string {
  if (text.length <= MAX_PREFIX_LENGTH && !/\p{Cc}/u.test(text) && text.isWellFormed()) return text
  throw new InvalidArgumentError(
    `It may have ${MAX_PREFIX_LENGTH} characters, and no control characters.`,
  )
}

export function identityOptions(context: Context): Option[] {
  const profiles = profilesOf(context)
  return [
    new Option(
      '--id-prefix <text>',
      'put before ids that are made here: tells sources apart',
    ).argParser(prefix),
    new Option(
      '--id-root <folder>',
      'make ids of the place below this folder, not on this machine: the folder may move',
    ),
    new Option(
      '--replace',
      'replace documents of other collections and machines that have these ids',
    ),
    new Option(
      '--profile <name>',
      `kind of records: ${profiles.map(({ name }) => name).join(', ')}`,
    ).default(defaultProfile(profiles).name),
  ]
}
