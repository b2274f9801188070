/** The parts of an AMI file name; null for one that the name leaves out. */
export interface AmiFileName {
  master_identifier: string
  sequence_id: string | null
  collection: string | null
  series: string | null
  page_number: string | null
  document_type_code: string | null
  medium_code: string | null
  year: string | null
  from: string | null
  to: string | null
}

const TYPES = 'LT BK NB DY NL TR MG NP PC PH AU VD DC PM PT'.split(' ')
const MEDIA = 'MIX PEN PENCIL TYPE PRINT HAND CARVE CHALK MARKER'.split(' ')

const EXTENSION = /\.(?:[a-z][a-z0-9]{1,4})$/i
const HEAD = /^(?<master>[\p{L}\d][\p{L}\d-]{0,60}?)(?:[._](?<sequence>\d{1,6}))?(?=[_ (]|$)/u
const GROUP =
  /\(\s{0,20}(?<collection>[^_()\s]{1,40})_(?<series>[^_()\s]{1,40})(?:_(?<page>[^_()\s]{1,40}))?\s{0,20}\)/u

/**
 * `{MASTER}.{nn}_({coll}_{series}_{page})_{TYPE}_{MEDIUM}_{YEAR}_{FROM}_TO_{TO}.ext`, in any case, with a folder before it
 * or not. Parts may be missing, but a name needs the bracketed group or a known type code to be taken for one of these.
 */
export function parseAmiFileName(name: string): AmiFileName | null {
  const base = name.slice(-500).split(/[\\/]/).at(-1)?.replace(EXTENSION, '').trim() ?? ''
  const head = HEAD.exec(base)
  if (!head?.groups?.['master']) return null
  const group = GROUP.exec(base)
  const rest = group ? base.slice(group.index + group[0].length) : base.slice(head[0].length)
  const parts = readParts(rest)
  if (!group && parts.document_type_code === null) return null
  return {
    master_identifier: head.groups['master'],
    sequence_id: head.groups['sequence'] ?? null,
    collection: group?.groups?.['collection'] ?? null,
    series: group?.groups?.['series'] ?? null,
    page_number: group?.groups?.['page'] ?? null,
    ...parts,
  }
}

type Parts = Pick<AmiFileName, 'document_type_code' | 'medium_code' | 'year' | 'from' | 'to'>

/** Reads the rest behind the group: codes and the year in their order, then the correspondents around TO. */
function readParts(rest: string): Parts {
  const words = rest.split(/[_\s]+/).filter(Boolean)
  const take = (test: (word: string) => boolean): string | null => {
    const first = words[0]
    return first !== undefined && test(first.toUpperCase()) ? (words.shift() ?? null) : null
  }
  const document_type_code = take((word) => TYPES.includes(word))?.toUpperCase() ?? null
  const medium_code = take((word) => MEDIA.includes(word))?.toUpperCase() ?? null
  const year = take((word) => /^1[5-9]\d\d$|^20\d\d$/.test(word))
  const to = words.findIndex((word) => word.toUpperCase() === 'TO')
  const person = (from: number, end: number) => words.slice(from, end).join(' ') || null
  return {
    document_type_code,
    medium_code,
    year,
    from: to < 0 ? null : person(0, to),
    to: to < 0 ? null : person(to + 1, words.length),
  }
}
