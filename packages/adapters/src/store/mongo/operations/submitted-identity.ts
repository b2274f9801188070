import type { JobRecord, NewDocument } from '@colophon/domain'
import { meet, narrowed, type Identity, type Meeting } from '../../meeting.ts'
import type { Stored } from '../connection/collections.ts'
import { fromBson, toBson } from '../records/values.ts'

export interface Batch {
  job: JobRecord
  now: string
  replace: boolean
  traceparent: string | null
}

export const IDENTITY_FIELDS = {
  collection_id: 1,
  profile: 1,
  source_hash: 1,
  'source.machine': 1,
  'source.reach': 1,
}

export const identityOf = ({ collection_id, profile, source_hash }: Stored): Identity =>
  ({ collection_id, profile, source_hash }) as Identity

export function machineOf({ source }: Stored): string | null {
  const machine = fromBson((source as { machine?: unknown } | undefined)?.machine)
  return typeof machine === 'string' ? machine : null
}

export const reachOf = ({ source }: Stored): unknown =>
  fromBson((source as { reach?: unknown } | undefined)?.reach)

/** A new text may go no further than the one before it. */
export function sourceAfter(before: Stored, { source }: NewDocument): Record<string, unknown> {
  const reach = narrowed(source.reach, reachOf(before))
  return reach === null ? {} : { source: toBson({ ...source, reach }) }
}

export const sameReach = (before: Stored): Record<string, unknown> => {
  const reach = reachOf(before)
  return { 'source.reach': typeof reach === 'string' ? reach : null }
}

export function meetingOf({ job, replace }: Batch, document: NewDocument, found: Stored): Meeting {
  return meet({
    given: { ...document, profile: job.profile },
    known: identityOf(found),
    machines: () => {
      const [given, known] = [document.source.machine, machineOf(found)]
      return given === undefined || known === null ? null : { given, known }
    },
    replace,
  })
}
