import { profileForm, ProfileForm, type Profile } from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'

export function profilesOperation(profiles: readonly Profile[]) {
  // They stay as they are while the process runs.
  const forms = profiles.map(profileForm)
  return operation({
    summary: 'The kinds of records, as a desk draws them: fields, schema, columns and checks',
    response: z.array(ProfileForm),
    handle: () => forms,
  })
}
