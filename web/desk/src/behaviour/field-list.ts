import type { FieldForm, FieldView, TaskView } from '@colophon/domain'
import { valueAt } from './record.ts'

/** A field as the list on the right shows it. */
export interface Field {
  path: string
  label: string
  section: string
  required: boolean
  standing: FieldView['standing']
  issues: readonly string[]
  value: unknown
  provenance: TaskView['document']['provenance'][string] | undefined
  rivals: TaskView['document']['rivals']
  /** Asks for a decision. */
  open: boolean
}

export interface FieldGroup {
  section: string
  fields: Field[]
}

type Shown = Pick<TaskView, 'document' | 'fields'>

/** What nobody has to find in the document: shown after what somebody has. */
const GIVEN = 'Given with the document'

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0)

/** Every field of a document but the long texts, which stand in the source, and what nobody may change. */
export function fieldsOf({ document, fields }: Shown, forms: readonly FieldForm[]): Field[] {
  const views = new Map(fields.map((view) => [view.path, view]))
  const listed = forms.filter(({ bulk, fixed }) => !bulk && !fixed)
  return listed.map(({ path, label, section: own, required, extracted }) => {
    const section = extracted ? own : GIVEN
    const view = views.get(path)
    // What is asked about an item is asked about its list.
    const within = fields.filter((other) => other.path.startsWith(`${path}.`))
    const issues = [view, ...within].flatMap((each) => each?.issues ?? [])
    return {
      ...{ path, label, section, required },
      standing: view?.standing ?? 'open',
      issues: [...new Set(issues)],
      value: valueAt(document.enriched_data, path),
      provenance: document.provenance[path],
      rivals: document.rivals.filter((rival) => rival.path === path),
      open: issues.length > 0,
    }
  })
}

export interface ArrangedFields {
  /** Those that ask for a decision, in the order of the profile. */
  open: Field[]
  /** The others that say something, section by section. */
  groups: FieldGroup[]
  /** Optional ones without a value, out of the way. */
  empty: Field[]
}

/** Unresolved first, then what there is, then what there is not. Whoever was first to ask stays where it is: see `asked`. */
export function arrange(fields: readonly Field[], asked: ReadonlySet<string>): ArrangedFields {
  const first = (field: Field): boolean => field.open || asked.has(field.path)
  const others = fields.filter((field) => !first(field))
  const isGiven = ({ section }: Field): boolean => section === GIVEN
  const rest = [...others.filter((field) => !isGiven(field)), ...others.filter(isGiven)]
  const isSilent = (field: Field): boolean =>
    isEmpty(field.value) && (field.standing === 'open' || field.standing === 'proposed')
  const groups = Map.groupBy(
    rest.filter((field) => !isSilent(field)),
    ({ section }) => section,
  )
  return {
    open: fields.filter(first),
    groups: [...groups].map(([section, of]) => ({ section, fields: of })),
    empty: rest.filter(isSilent),
  }
}

export const inOrder = ({ open, groups, empty }: ArrangedFields): Field[] => [
  ...open,
  ...groups.flatMap(({ fields }) => fields),
  ...empty,
]

/** The field that asks next after this one, round to the first; undefined when none does. */
export function nextOpen(fields: readonly Field[], after: string | undefined): Field | undefined {
  const at = fields.findIndex(({ path }) => path === after)
  return [...fields.slice(at + 1), ...fields.slice(0, at + 1)].find(
    ({ open, path }) => open && path !== after,
  )
}

/** The field `by` places further, stopping at the ends. */
export function neighbour(
  fields: readonly Field[],
  of: string | undefined,
  by: 1 | -1,
): Field | undefined {
  const at = fields.findIndex(({ path }) => path === of)
  if (at < 0) return fields[0]
  return fields[Math.max(0, Math.min(fields.length - 1, at + by))]
}

const SETTLED: Readonly<Record<Field['standing'], string>> = {
  open: 'nothing found',
  proposed: 'proposed',
  confirmed: 'accepted',
  corrected: 'corrected',
  rejected: 'rejected',
  not_in_document: 'not in the document',
  illegible: 'illegible',
  uncertain: 'uncertain',
}
export const standingInWords = (standing: Field['standing']): string => SETTLED[standing]

export const isDecided = (standing: Field['standing']): boolean =>
  standing !== 'open' && standing !== 'proposed'
