import type { z } from 'zod'
import type { Check } from './review/checks.ts'
import { ColophonError } from './errors/errors.ts'
import type { DocumentRecord } from './record/document.ts'
import type { Tree } from './record/path.ts'
import type { RegisterSpec } from './register/register.ts'
import type { SourceSpec } from './source-spec.ts'

/** One leaf of a profile's schema, as the pipeline knows it. */
export interface FieldSpec {
  path: string
  /** Agent and tool that produce the value; null for values that come with the document itself. */
  agent: string | null
  tool: string | null
  /** Counts for completeness. */
  required: boolean
  /** Nobody who reads the document can find it out: it counts for completeness only where the submitter stated it. */
  knownTo?: 'submitter'
}

export interface RoutingSettings {
  /** Completeness below this goes to review. */
  completeness: number
  /** A required extracted value below this confidence goes to review. */
  confidence: number
  /** Text quality (0–1) below this goes to review. */
  pageQuality: number
  /** Share of auto-approvable documents drawn into review as an audit sample, 0–1. */
  auditSample: number
}

/** What was measured of the values of a field from one confidence on. */
export interface MeasuredStep {
  from: number
  /** The share of documents whose value is that sure. */
  share: number
  /** So many of them were held against the truth, and so many were wrong. */
  n: number
  wrong: number
}

/** When a value of a field needs no person. */
export interface Acceptance {
  /** From this confidence on it is accepted. */
  from: number
  /** What a tolerated share of wrong values is turned into a confidence with. */
  measured?: readonly MeasuredStep[]
}

/** A value that comes with the document. */
export interface GivenValue {
  path: string
  value: unknown
  reason?: string
}

/** Facts that the machine has to know of an agent before it asks it; it may be in another process. */
export interface AgentTraits {
  /** It adds, it never decides: it is the first that does without paid models when money runs short. */
  optional?: boolean
  /** It tells what does not stand in the document: a small local model answers for it only where the settings say so. */
  localOnRequest?: boolean
}

/** A column of a table of records. */
export interface Column {
  name: string
  path: string
  /** Which part of each is shown, where it is a list of objects. */
  part?: string
}

/** A kind of record the machine enriches. Nothing outside a profile knows what is special to it. */
export interface Profile {
  name: string
  /** The words for its documents, to people: `map`, `maps`. */
  unit: { one: string; many: string }
  schemaVersion: string
  schema: z.ZodObject
  fields: readonly FieldSpec[]
  /** How its documents come in. */
  source: SourceSpec
  /** Values that a document brings itself. */
  readonly given: (document: DocumentRecord) => GivenValue[]
  /** Long texts: no agent is told what another made of them, and lists leave them out. */
  bulk: readonly string[]
  /** What tells one document from others in a list, in a line: who wrote to whom, what it is called. */
  readonly title: (data: Tree) => string
  /** Columns of a table of records, beside those of their state. */
  columns: readonly Column[]
  /** Paths that tell documents of the same text apart: no agent is told them, so that answers can be shared. */
  identity: readonly string[]
  /** Paths that say which record it is: people may find them right, and change nothing of them. @default none */
  fixed?: readonly string[]
  /** Agents of one phase run in parallel; phases follow each other. */
  phases: readonly (readonly string[])[]
  /** The agents that differ from others, and in what. */
  traits: Readonly<Record<string, AgentTraits>>
  checks: readonly Check[]
  /** What the documents of one collection say of each other, where they do: loaded when it is asked for. */
  readonly register?: () => Promise<RegisterSpec>
  /** Where an agent leaves its judgement of how clean the text is (0–1), where one does. */
  pageQualityPath?: string
  routing: RoutingSettings
  /** Fields that are accepted by a measure of their own. @default `routing.confidence`, for each */
  acceptance?: Readonly<Record<string, Acceptance>>
}

/** The profile of this name. Throws `profile.unknown`: a record is never read as one of another kind. */
export function requireProfile<P extends Pick<Profile, 'name'>>(
  name: string,
  profiles: readonly P[],
): P {
  const found = profiles.find((profile) => profile.name === name)
  if (found !== undefined) return found
  const known = profiles.map((profile) => profile.name).join(', ')
  throw new ColophonError('profile.unknown', `There is no profile "${name}" here, only ${known}`)
}

/** The profile of what is submitted without naming one: the first of those that a process has. */
export function defaultProfile<P>([first]: readonly P[]): P {
  if (first !== undefined) return first
  throw new ColophonError('profile.unknown', 'This process has no profile')
}

/** The profile that is named, or the default where none is. Throws `profile.unknown`. */
export const chosenProfile = <P extends Pick<Profile, 'name'>>(
  name: string | undefined,
  profiles: readonly P[],
): P => (name === undefined ? defaultProfile(profiles) : requireProfile(name, profiles))

/** Names of the agents of these profiles, in the order of their phases. */
export const agentsOf = (profiles: readonly Pick<Profile, 'phases'>[]): string[] =>
  profiles.flatMap(({ phases }) => phases.flat())

/** Derives from a profile once: every document asks for it several times. */
function once<T>(derive: (profile: Profile) => T): (profile: Profile) => T {
  const known = new WeakMap<Profile, T>()
  return (profile) => {
    let derived = known.get(profile)
    if (derived === undefined) known.set(profile, (derived = derive(profile)))
    return derived
  }
}

export const requiredPaths: (profile: Profile) => readonly string[] = once(({ fields }) =>
  fields.filter((field) => field.required).map((field) => field.path),
)

/** Required paths that no reader can find: without a value they are left out of the count. */
export const submittersPaths: (profile: Profile) => ReadonlySet<string> = once(
  ({ fields }) =>
    new Set(fields.filter(({ knownTo }) => knownTo === 'submitter').map(({ path }) => path)),
)

/** Paths that decide on auto-approval: required, and found by an agent rather than given with the document. */
export const extractedPaths: (profile: Profile) => readonly string[] = once(({ fields }) =>
  fields.filter((field) => field.required && field.agent !== null).map((field) => field.path),
)

/** Required ones first: they decide, and small models are asked for few at once. */
const pathsByAgent = once(({ fields }) =>
  Map.groupBy(
    fields.toSorted((a, b) => Number(b.required) - Number(a.required)),
    (field) => field.agent,
  ),
)

/** Paths an agent answers for, those wanted most first: the input of its `enrich`. */
export const pathsOf = (profile: Profile, agent: string): string[] =>
  pathsByAgent(profile)
    .get(agent)
    ?.map((field) => field.path) ?? []
