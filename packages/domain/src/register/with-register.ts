import { withoutPath, withPath } from '../record/changed-path.ts'
import { onPage } from '../record/grounding.ts'
import type { MergeResult } from '../record/merge.ts'
import { getPath } from '../record/path.ts'
import {
  isHuman,
  isOfRegister,
  REGISTER,
  type FieldValue,
  type Provenance,
} from '../record/provenance.ts'
import type { ProposedValue } from './proposal.ts'
import type { RegisterSource, RegisterSpec } from './register.ts'

export interface RegisterContext {
  spec: Pick<RegisterSpec, 'follow'>
  /** When, as provenance tells it. */
  at: string
  /** Which rules proposed. */
  definition: string
}

type Values = ReadonlyMap<string, FieldValue>

/** The record as its own document has it: what a register gave is taken back, and what it stood for is there again. */
export function withoutRegister({
  enriched_data,
  provenance,
  rivals,
}: Pick<RegisterSource, 'enriched_data' | 'provenance' | 'rivals'>): MergeResult {
  let data = enriched_data ?? {}
  const entries: Record<string, Provenance> = {}
  const used = new Set<FieldValue>()
  for (const [path, entry] of Object.entries(provenance)) {
    if (!isOfRegister(entry)) {
      entries[path] = entry
      continue
    }
    const own = entry.displaces ? rivals.findLast((rival) => rival.path === path) : undefined
    if (own === undefined) data = withoutPath(data, path)
    else {
      used.add(own)
      data = withPath(data, path, own.value)
      entries[path] = own.provenance
    }
  }
  return { data, provenance: entries, rivals: rivals.filter((rival) => !used.has(rival)) }
}

function provenanceOf(
  { source }: Pick<RegisterSource, 'source'>,
  { status, confidence, reason, evidence, supports, kind }: ProposedValue,
  { at, definition }: RegisterContext,
): Provenance {
  const { start, end } = evidence
  const quoted = { quote: source.text.slice(start, end), start, end, match: 'exact' as const }
  return {
    status,
    confidence,
    source: REGISTER,
    agent: null,
    tool: kind,
    reason,
    evidence: onPage(
      quoted,
      source.pages.map((page) => page.start),
    ),
    supports: [...supports],
    definition_hash: definition,
    at,
  }
}

function laid(
  document: RegisterSource,
  own: MergeResult,
  proposals: readonly ProposedValue[],
  context: RegisterContext,
): Values {
  const values = new Map<string, FieldValue>()
  for (const proposal of proposals) {
    const provenance = provenanceOf(document, proposal, context)
    const { path, value } = proposal
    for (const each of [{ path, value }, ...context.spec.follow(own.data, proposal)])
      if (!isHuman(own.provenance[each.path])) values.set(each.path, { ...each, provenance })
  }
  return values
}

/** What it rests on changes with every document that comes: that alone is no other value. */
const said = ({ path, value, provenance: { status, confidence, tool } }: FieldValue): string =>
  JSON.stringify([path, value, status, confidence, tool])

/** Whether the record has these values of a register, and no others. */
function has(document: RegisterSource, values: Values): boolean {
  const present = Object.entries(document.provenance).filter(([, entry]) => isOfRegister(entry))
  return (
    present.length === values.size &&
    present.every(([path, provenance]) => {
      const wanted = values.get(path)
      const value = getPath(document.enriched_data, path)
      return wanted !== undefined && said(wanted) === said({ path, value, provenance })
    })
  )
}

/**
 * The record with what the register proposes, and nothing of what it proposed before; null where it has all that
 * already. What the document itself has there becomes a rival: it comes back when the proposal goes. A person's value
 * stays.
 */
export function withRegister(
  document: RegisterSource,
  proposals: readonly ProposedValue[],
  context: RegisterContext,
): MergeResult | null {
  const own = withoutRegister(document)
  const values = laid(document, own, proposals, context)
  if (has(document, values)) return null
  const { rivals, provenance } = own
  let { data } = own
  for (const [path, field] of values) {
    const [value, entry] = [getPath(data, path), provenance[path]]
    const displaces = value !== undefined && entry !== undefined
    if (displaces) rivals.push({ path, value, provenance: entry })
    data = withPath(data, path, field.value)
    provenance[path] = { ...field.provenance, ...(displaces && { displaces }) }
  }
  return { data, provenance, rivals }
}
