import type { Finding } from '@colophon/domain'
import type { AmiFileName } from './ami-file-name.ts'
import { fromInput, fromSource, type SourceRecord } from './source-record.ts'

export interface StorageInput {
  text: string
  source?: SourceRecord | undefined
  ami?: AmiFileName | null | undefined
}

export interface StorageInfo {
  archive_name?: Finding<string>
  collection_name?: Finding<string>
  box_number?: Finding<string>
  folder_number?: Finding<string>
  digital_repository?: Finding<string>
}

/** Stamps and shelf marks stand at either end of a page. */
const END_CHARS = 1200
const NUMBER = String.raw`(?:(?:no?|nr|n°|nº|#)\.?[ \t]{0,20})?(?<value>\d{1,4}[a-z]?|[IVXLC]{1,6})(?![\p{L}\d])`

const NUMBERED: Record<'box_number' | 'folder_number', RegExp> = {
  box_number: new RegExp(
    String.raw`(?<!\p{L})(?:box|kasten|karton|schachtel|carton|boîte|boite)[ \t]{0,20}[:.]?[ \t]{0,20}${NUMBER}`,
    'iu',
  ),
  folder_number: new RegExp(
    String.raw`(?<!\p{L})(?:folder|file|mappe|umschlag|faszikel|fasz\.|dossier|chemise|liasse)[ \t]{0,20}[:.]?[ \t]{0,20}${NUMBER}`,
    'iu',
  ),
}

/** Papers and literary remains, named with a capital; the rest of the line may go on with the box. */
const COLLECTION =
  /(?<![\p{L}])(?<value>(?:Nachlass|Nachlaß|Vorlass|Fonds|Sammlung|Collection)[ \t]{1,20}(?:(?:of|de|du|des|von|der)[ \t]{1,20})?\p{Lu}[\p{L}.'’-]{1,30}(?:[ \t]{1,20}(?:\p{Lu}[\p{L}.'’-]{0,30}|von|de)){0,4}|(?:\p{Lu}[\p{L}.'’-]{1,30}[ \t]{1,20}){1,4}(?:Papers|Collection|Correspondence|Manuscripts|MSS))(?!\p{L})/u

const ARCHIVE =
  /(?<![\p{L}])(?<value>(?:Archives?|Bibliothèque|Staatsarchiv|Stadtarchiv|Landesarchiv|Universitätsarchiv|Universitätsbibliothek|Staatsbibliothek|Nationalbibliothek|Literaturarchiv)(?:[ \t]{1,20}(?:\p{Lu}[\p{L}.'’-]{1,30}|\p{Ll}{4,20}ales|nationales?|municipales?|de|du|des|d['’]\p{L}{1,20}|la|zu|der|für|und|von)){1,6}|(?:\p{Lu}[\p{L}.'’-]{1,30}[ \t]{1,20}){1,4}(?:Archives?|(?:Public |University |National |Historical )?Library|Archiv|Historical Society)(?:[ \t]{1,20}(?:of|at)[ \t]{1,20}\p{Lu}\p{L}{1,30})?)(?!\p{L})/u

const ADDRESS = /^(?:https?:\/\/|ark:|doi:|hdl:|urn:)\S/i
const REPOSITORY_LINE =
  /^[ \t]{0,20}(?:digital repository|digitales (?:archiv|repositorium)|dépôt numérique)[ \t]{0,20}:(?<value>[^\n]{2,200})$/imu

const MARK_CHARS = 90
/** Beside the name of an archive or collection there must be something that belongs to a shelf mark, or it is only spoken of. */
const SHELF_WORD =
  /(?<!\p{L})(?:box|folder|kasten|karton|mappe|signatur|sign\.|carton|dossier|cote|ms\.?|mss\.?|nachla(?:ss|ß)|papers|collection|fonds|inv\.?)(?!\p{L})/iu

/** Where the original and its image are kept: what came with the document first, then shelf marks in the text. */
export function storageInfo({ text, source, ami }: StorageInput): StorageInfo {
  const found: StorageInfo = {}
  const put = (name: keyof StorageInfo, finding: Finding<string> | null) => {
    if (finding) found[name] = finding
  }
  const ends = endsOf(text)
  put(
    'archive_name',
    fromSource(source, ['archive_name', 'archive', 'repository_name', 'holding_institution']) ??
      shelved(ends, ARCHIVE, 0.8),
  )
  const named = fromSource(source, ['collection_name', 'collection'])
  put(
    'collection_name',
    named ??
      shelved(ends, COLLECTION, 0.85) ??
      (ami?.collection ? fromInput(ami.collection) : null),
  )
  put(
    'box_number',
    fromSource(source, ['box_number', 'box']) ?? byPattern(ends, NUMBERED.box_number, 0.9),
  )
  put(
    'folder_number',
    fromSource(source, ['folder_number', 'folder']) ??
      byPattern(ends, NUMBERED.folder_number, 0.85),
  )
  put('digital_repository', repositoryOf(source, ends))
  return found
}

/** Stated by name, by an address that holds elsewhere too, or on a line of its own. A path of some machine is none of them. */
function repositoryOf(
  source: SourceRecord | undefined,
  ends: readonly Region[],
): Finding<string> | null {
  const stated = fromSource(source, ['digital_repository'])
  if (stated) return stated
  for (const name of ['url', 'uri', 'source_url']) {
    const address = fromSource(source, [name])
    if (address && ADDRESS.test(address.value)) return address
  }
  const noted = fromSource(source, ['source'])?.value.match(REPOSITORY_LINE)?.groups?.['value']
  return noted ? fromInput(noted.trim()) : byPattern(ends, REPOSITORY_LINE, 0.9)
}

interface Region {
  text: string
  offset: number
}

function endsOf(text: string): Region[] {
  const tail = Math.max(END_CHARS, text.length - END_CHARS)
  return [
    { text: text.slice(0, END_CHARS), offset: 0 },
    { text: text.slice(tail), offset: tail },
  ]
}

function byPattern(
  regions: readonly Region[],
  pattern: RegExp,
  confidence: number,
): Finding<string> | null {
  for (const { text, offset } of regions) {
    const match = pattern.exec(text)
    const value = match?.groups?.['value']
    if (!match || value === undefined) continue
    const evidence = { start: offset + match.index, end: offset + match.index + match[0].length }
    return { value: value.trim(), status: 'stated', confidence, evidence }
  }
  return null
}

function shelved(
  regions: readonly Region[],
  pattern: RegExp,
  confidence: number,
): Finding<string> | null {
  const found = byPattern(regions, pattern, confidence)
  if (!found?.evidence) return null
  const { start, end } = found.evidence
  const region = regions.find(({ text, offset }) => start >= offset && end <= offset + text.length)
  const line = region ? lineAround(region, start, end) : ''
  return line.length <= MARK_CHARS && SHELF_WORD.test(line.replace(found.value, '')) ? found : null
}

function lineAround({ text, offset }: Region, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - offset) + 1
  const to = text.indexOf('\n', end - offset)
  return text.slice(from, to < 0 ? text.length : to)
}
