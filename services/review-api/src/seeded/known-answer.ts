import { randomBytes } from 'node:crypto'
import {
  extractedPaths,
  getPath,
  isFieldEvent,
  isHuman,
  isPresent,
  isWithin,
  NEUTRAL_REASON,
  newTask,
  qualityOf,
  recordBefore,
  recordOf,
  setPath,
  standsIn,
  type AuditEvent,
  type DecidedRecord,
  type DocumentRecord,
  type Profile,
  type Provenance,
  type ProvenanceMap,
} from '@colophon/domain'
import { chained, type KnownAnswer, type SeededTask } from './shadow.ts'

/** Longer ones are read, not looked up: that one is another's shows at once. */
const LONGEST = 120
/** Of a value that only a person had found. */
const SURE = 0.8
const HUMAN = 'human:'

const isRun = ({ action }: AuditEvent): boolean =>
  action === 'sent_to_review' || action === 'auto_approved'

/** A record that was approved, what was done to it, and records that it may get a value of. */
export interface Approved {
  profile: Profile
  document: DocumentRecord
  events: readonly AuditEvent[]
  others: readonly DocumentRecord[]
}

type Random = () => number

export const oneOf = <T>(items: readonly T[], random: Random): T | undefined =>
  items[Math.floor(random() * items.length)]

type Altered = Pick<KnownAnswer, 'path' | 'altered' | 'truth'>

const isShort = (value: unknown): value is string =>
  typeof value === 'string' && isPresent(value) && value.length <= LONGEST

/** Whether nobody could take one for the other. */
function differ(a: string, b: string): boolean {
  const [one, two] = [a.toLowerCase(), b.toLowerCase()]
  return !one.includes(two) && !two.includes(one)
}

/** One value that the text proves, and what another record has in its place. */
function alteration(
  { profile, document, others }: Approved,
  { data, provenance }: Pick<DecidedRecord, 'data' | 'provenance'>,
  random: Random,
): Altered | null {
  const found = extractedPaths(profile).flatMap((path): Altered[] => {
    const truth = getPath(data, path)
    const evidence = provenance[path]?.evidence ?? null
    if (!isShort(truth) || !standsIn(document.source.text, evidence)) return []
    const values = others
      .map(({ enriched_data }) => getPath(enriched_data, path))
      .filter((value) => isShort(value) && differ(value, truth))
    return values.length === 0 ? [] : [{ path, truth, altered: oneOf(values, random) }]
  })
  return oneOf(found, random) ?? null
}

/** What people found, as the agents would have said it. */
function unsigned(
  { profile, document }: Approved,
  before: ProvenanceMap,
  at: string,
): ProvenanceMap {
  const entryOf = (path: string, { evidence }: Provenance): Provenance => {
    const former = before[path]
    if (former !== undefined && !isHuman(former))
      return { ...former, evidence: evidence ?? former.evidence }
    const spec = profile.fields.find((field) => isWithin(path, field.path))
    const by = { source: 'rules', agent: spec?.agent ?? null, tool: spec?.tool ?? null }
    return { status: 'stated', confidence: SURE, ...by, evidence, definition_hash: '', at }
  }
  return Object.fromEntries(
    Object.entries(document.provenance).flatMap(([path, entry]) => {
      if (!isHuman(entry)) return [[path, entry]]
      return isPresent(getPath(document.enriched_data, path)) ? [[path, entryOf(path, entry)]] : []
    }),
  )
}

/** Not by `newId`: ids of tasks are made by workers, of what the task is about, and do not tell their age. */
const newReviewId = (): string => `rev_${randomBytes(12).toString('hex')}`

/** A task for a copy of an approved record with one value altered, as it was when it came to a person; null where none can be made. */
export function knownAnswer(approved: Approved, random: Random, nowMs: number): SeededTask | null {
  const { profile, document, events } = approved
  const from = events.findLastIndex(isRun)
  const run = events[from]
  if (run === undefined || document.enriched_data === null) return null
  const later = events.slice(from + 1).filter(isFieldEvent)
  const before = recordBefore(profile, recordOf(document), later)
  const data = structuredClone(document.enriched_data)
  const provenance = unsigned(approved, before.provenance, run.at)
  const altered = alteration(approved, { data, provenance }, random)
  if (altered === null) return null
  setPath(data, altered.path, altered.altered)
  const rivals = before.rivals.filter(
    ({ path, provenance: of }) => !isHuman(of) && !isWithin(path, altered.path),
  )
  const record = { data, provenance, rivals }
  const { metrics } = qualityOf(profile, document, record, new Date(nowMs))
  const { revision, at } = run
  const task = newTask({
    ...{ reviewId: newReviewId(), profile, record, chance: random(), at },
    document: { ...document, revision: revision - 1 },
    routing: {
      reasons: [NEUTRAL_REASON],
      flagged: [],
      metrics: { ...metrics, completeness_score: 1 },
    },
  })
  const { n: _n, hash: _hash, ...routed } = run
  const event = { ...routed, action: 'sent_to_review', why: NEUTRAL_REASON }
  const people = events.flatMap(({ actor }) =>
    actor.startsWith(HUMAN) ? [actor.slice(HUMAN.length)] : [],
  )
  const shadow = {
    ...{ revision, enriched_data: data, provenance, rivals, quality_metrics: metrics },
    review_status: 'pending' as const,
    history: chained([], [event]),
    comments: [],
  }
  return {
    ...task,
    // As of tasks that were changed once when they were handed out, or not.
    version: 1 + Number(random() < 0.5),
    barred: [...new Set(people)],
    drawn: { kind: 'seeded', ...altered, shadow, outcome: 'open' },
  }
}
