import {
  ColophonError,
  foldText,
  getPath,
  isHuman,
  nearestEntry,
  pathPattern,
  requireProfile,
  statePath,
  type AuditEvent,
  type DocumentRecord,
  type FieldState,
  type PropagateBody,
  type Provenance,
} from '@colophon/domain'
import { isSeeded } from '../seeded/shadow.ts'
import type { TaskDeps } from '../tasks/subject.ts'

const PAGE = 500
const SPACE = /\s+/g

/** A correction that somebody made: what stood there, by which words, and what stands there now. */
export interface Correction {
  document: DocumentRecord
  pattern: string
  former: unknown
  words: string | null
  value: unknown
}

/** The words that a value rests on, whatever their case and spacing; null where there are none. */
export const folded = (entry: Provenance | undefined): string | null =>
  entry?.evidence == null || entry.evidence.match === 'none'
    ? null
    : foldText(entry.evidence.quote).replace(SPACE, ' ').trim()

/** What an event's state holds at a path: the state is that of the path, or of the list around it. */
function formerIn(state: FieldState, path: string, statePath: string): unknown {
  if (path === statePath) return state.value
  return getPath({ value: state.value }, `value${path.slice(statePath.length)}`)
}

async function eventsOf(
  { store }: TaskDeps,
  { tenant_id, document_id }: DocumentRecord,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof store.audit.list>> = await store.audit.list(
      tenant_id,
      document_id,
      { limit: PAGE, cursor },
    )
    events.push(...page.items)
    ;({ cursor } = page)
  }
  return events
}

const CORRECTING = new Set(['field.correct', 'field.choose'])

/** Null where it was made on a known answer: there is nothing elsewhere then. */
export async function correctionOf(
  deps: TaskDeps,
  tenant: string,
  { document_id, path }: Pick<PropagateBody, 'document_id' | 'path'>,
): Promise<Correction | null> {
  const document = await deps.store.documents.get(tenant, document_id)
  if (document === null)
    throw new ColophonError('document.not_found', `There is no document ${document_id}`)
  const profile = requireProfile(document.profile, deps.profiles)
  const value = getPath(document.enriched_data, path)
  const event = (await eventsOf(deps, document)).findLast(
    (each) => each.path === path && CORRECTING.has(each.action),
  )
  if (
    event === undefined ||
    value === undefined ||
    !isHuman(nearestEntry(document.provenance, path))
  ) {
    if (await isWorkedOnAside(deps, tenant, document_id)) return null
    throw new ColophonError(
      'review.invalid_decision',
      `Nobody has corrected ${path} of ${document_id}`,
    )
  }
  const from = event.from as FieldState
  const former = formerIn(from, path, statePath(profile, path))
  const words = folded(nearestEntry(from.provenance, path))
  return { document, pattern: pathPattern(path), former, words, value }
}

async function isWorkedOnAside({ store }: TaskDeps, tenant: string, documentId: string) {
  const { items } = await store.desk.list(tenant, { documentId }, 'oldest', { limit: PAGE })
  return items.some(isSeeded)
}
