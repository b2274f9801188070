import type { Finding } from '@colophon/domain'
import { fromSource, type SourceRecord } from './source-record.ts'

export interface DigitizationInput {
  filePath?: string | undefined
  source?: SourceRecord | undefined
  text?: string | undefined
}

export interface DigitizationInfo {
  date?: Finding<string>
  operator?: Finding<string>
  equipment?: Finding<string>
  resolution?: Finding<string>
  file_format?: Finding<string>
}

/** Formats of digital copies. A JSON file only carries documents, and says nothing of what they were copied to. */
const FORMATS: Record<string, string> = {
  txt: 'text/plain',
  md: 'text/markdown',
  xml: 'application/xml',
  pdf: 'application/pdf',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  jp2: 'image/jp2',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

/** Notes of the scanning bench stand at either end, each on a line of its own. */
const END_CHARS = 800
const LINES: readonly (readonly ['operator' | 'date' | 'equipment' | 'resolution', RegExp])[] = [
  [
    'operator',
    /^[ \t]{0,20}(?:scanned|digiti[sz]ed|imaged|gescannt|digitalisiert|numérisé)[ \t]{1,20}(?:by|von|durch|par)[ \t:]{1,20}(?<value>\p{L}[^\n,;(]{1,50}?)(?=[ \t]{1,20}(?:on|am|le|with|mit|avec)(?!\p{L})|[ \t]{0,20}(?:[,;(]|\.?[ \t\r]{0,20}$))/imu,
  ],
  [
    'date',
    /^[ \t]{0,20}(?:scanned|digiti[sz]ed|scan date|gescannt|digitalisiert|scandatum|numérisé)[^\n\d]{0,60}(?<value>(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)[^\n]{0,30}$/imu,
  ],
  [
    'equipment',
    /^[ \t]{0,20}(?:scanner|equipment|gerät|appareil)[ \t]{0,20}:[ \t]{0,20}(?<value>[^\n]{2,60}?)[ \t]{0,20}$/imu,
  ],
  ['resolution', /(?<![\d.])(?<value>\d{2,4}[ \t]?(?:dpi|ppi))\b/iu],
]

/** How the image was made: from what came with the file, its name, and scanning notes in the text. */
export function digitizationInfo({ filePath, source, text }: DigitizationInput): DigitizationInfo {
  const found: DigitizationInfo = {}
  const put = (name: keyof DigitizationInfo, finding: Finding<string> | null) => {
    if (finding) found[name] ??= finding
  }
  put('date', fromSource(source, ['digitization_date', 'scan_date', 'scanned_at', 'digitized_at']))
  put('operator', fromSource(source, ['operator', 'scanned_by', 'digitized_by']))
  put('equipment', fromSource(source, ['equipment', 'scanner', 'device']))
  put('resolution', fromSource(source, ['resolution', 'dpi']))
  for (const [name, pattern] of LINES) put(name, fromText(text ?? '', pattern))
  put(
    'file_format',
    fromSource(source, ['file_format', 'mime_type', 'content_type', 'format']) ??
      formatOf(fromSource(source, ['file', 'file_name', 'filename', 'path'])?.value) ??
      formatOf(filePath),
  )
  return found
}

function fromText(text: string, pattern: RegExp): Finding<string> | null {
  const tail = Math.max(END_CHARS, text.length - END_CHARS)
  for (const offset of [0, tail]) {
    const match = pattern.exec(text.slice(offset, offset + END_CHARS))
    const value = match?.groups?.['value']?.trim()
    if (!match || !value) continue
    const evidence = { start: offset + match.index, end: offset + match.index + match[0].length }
    return { value, status: 'stated', confidence: 0.85, evidence }
  }
  return null
}

/** The MIME type that belongs to the ending of a name. */
function formatOf(filePath: string | undefined): Finding<string> | null {
  const extension = /\.([a-z0-9]{1,8})(?:[?#].{0,200})?$/i
    .exec(filePath?.slice(-300) ?? '')?.[1]
    ?.toLowerCase()
  const value = FORMATS[extension ?? '']
  if (value === undefined) return null
  return { value, status: 'inferred', confidence: 0.95, evidence: null, reason: 'the file name' }
}
