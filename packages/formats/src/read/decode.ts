import { problem } from './problems.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** First bytes of the files that most often end up among texts. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['%PDF-', 'a PDF'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF87a', 'a GIF image'],
  ['GIF89a', 'a GIF image'],
  ['II*\0', 'a TIFF image'],
  ['MM\0*', 'a TIFF image'],
  ['PK\x03\x04', 'a ZIP, Word or similar file'],
  ['\xd0\xcf\x11\xe0', 'an old Word or Excel file'],
  ['\x1f\x8b', 'a gzip file'],
]

const SAMPLE_BYTES = 64 * 1024

// Backspace to carriage return and escape stand in real text files; the other control codes hardly do.
const isOddControl = (byte: number): boolean =>
  (byte < 32 && (byte < 8 || byte > 13) && byte !== 27) || byte === 127

/**
 * Says what a file is that is no text, or null. A stray control character is data and stays; many of them mean that
 * nobody can read this.
 */
export function binaryKind(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE_BYTES))
  const start = head.toString('latin1', 0, 8)
  const signature = SIGNATURES.find(([opening]) => start.startsWith(opening))
  if (signature !== undefined) return signature[1]
  let nul = 0
  let odd = 0
  for (const byte of head) {
    if (byte === 0) nul += 1
    if (isOddControl(byte)) odd += 1
  }
  return nul > 1 + head.length * 0.01 || odd > 2 + head.length * 0.1 ? 'a binary file' : null
}

const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80

/** Where UTF-8 breaks: decoded with replacement characters and encoded again, the bytes differ from there on. */
function firstInvalidByte(bytes: Buffer): number {
  const repaired = Buffer.from(bytes.toString('utf8'))
  let at = 0
  while (at < bytes.length && bytes[at] === repaired[at]) at += 1
  while (at > 0 && isContinuation(repaired[at])) at -= 1
  return at
}

/** A UTF-8 byte order mark is dropped; everything else of the text stays as it is. */
export function decodeUtf8(bytes: Buffer, where: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    const at = firstInvalidByte(bytes)
    throw problem('input.encoding', where, `is not valid UTF-8: see byte ${at} (counted from 0)`)
  }
}

export type Utf16 = 'utf-16le' | 'utf-16be'

export function utf16Mark(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
}

function decodeUtf16(bytes: Buffer, encoding: Utf16, where: string): string {
  if (bytes.length % 2 !== 0) {
    throw problem('input.encoding', where, `is UTF-16, but ends in half a character`)
  }
  const littleEndian = encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()
  const text = littleEndian.toString('utf16le', 2)
  const broken = text.search(/\p{Cs}/u)
  if (broken === -1) return text
  const at = 2 + 2 * broken
  throw problem('input.encoding', where, `is not valid UTF-16: see byte ${at} (counted from 0)`)
}

/** The text of a whole file: UTF-8, or UTF-16 where a byte order mark says so. */
export function decodeText(bytes: Buffer, where: string): string {
  const encoding = utf16Mark(bytes)
  if (encoding !== null) return decodeUtf16(bytes, encoding, where)
  const kind = binaryKind(bytes)
  if (kind !== null) throw problem('input.binary', where, `is ${kind}, not text`)
  return decodeUtf8(bytes, where)
}
