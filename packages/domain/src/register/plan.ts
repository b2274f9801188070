import type { ProposedValue } from './proposal.ts'
import type { Precedent } from './precedent.ts'
import type { RegisterReading } from './reading.ts'
import type { Register, RegisterSpec } from './register.ts'

/** One value of a record that is not what the register says. */
export interface RegisterDifference {
  path: string
  /** As the record has it; null where it has none. */
  from: unknown
  /** Null where nothing is left of it. */
  to: unknown
  /** Null where the document itself says it. */
  proposal: ProposedValue | null
}

/** What is to become of one document. */
export interface PlannedDocument {
  reading: RegisterReading
  proposals: readonly ProposedValue[]
  differences: readonly RegisterDifference[]
}

export interface RegisterPlan {
  register: Register
  /** Those that no person has decided on and that are to change, by id. */
  changes: readonly PlannedDocument[]
}

type Basis = Pick<ProposedValue, 'confidence'> & { kind: string | null; start: number; end: number }

/** Values that follow from one proposal rest on the same words. */
const basisOf = ({ kind, confidence, start, end }: Basis): string =>
  JSON.stringify([kind, confidence, start, end])

const ofProposal = ({ kind, confidence, evidence }: ProposedValue): string =>
  basisOf({ kind, confidence, ...evidence })

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What has to change in a record, by what was read of it; empty where it has what is proposed and nothing else. */
export function differencesOf(
  { mentions, given }: RegisterReading,
  proposals: readonly ProposedValue[],
): RegisterDifference[] {
  const bases = new Set(proposals.map(ofProposal))
  const proposed = new Set(proposals.map(({ path }) => path))
  const own = (path: string): unknown =>
    mentions.find((mention) => mention.path === path && mention.value !== '')?.value ?? null
  const added = proposals.flatMap((proposal): RegisterDifference[] => {
    const { path, value } = proposal
    const there = given.find((one) => one.path === path)
    if (
      there !== undefined &&
      isSame(there.value, value) &&
      ofProposal(proposal) === basisOf(there)
    )
      return []
    return [{ path, from: there?.value ?? own(path), to: value, proposal }]
  })
  const gone = given.filter((one) => !proposed.has(one.path) && !bases.has(basisOf(one)))
  return [
    ...added,
    ...gone.map(({ path, value }) => ({ path, from: value, to: own(path), proposal: null })),
  ]
}

const byId = (a: RegisterReading, b: RegisterReading): number =>
  a.document_id < b.document_id ? -1 : 1

/** The register of these documents, and what is to change in them. The same in whatever order they are given. */
export function planRegister(
  spec: RegisterSpec,
  readings: readonly RegisterReading[],
  precedents: readonly Precedent[],
): RegisterPlan {
  const ordered = readings.toSorted(byId)
  const register = spec.build(
    ordered.flatMap(({ mentions }) => mentions),
    precedents,
  )
  const changes = ordered.flatMap((reading): PlannedDocument[] => {
    if (reading.settled) return []
    const proposals = spec.propose(register, reading.mentions, precedents)
    const differences = differencesOf(reading, proposals)
    return differences.length === 0 ? [] : [{ reading, proposals, differences }]
  })
  return { register, changes }
}
