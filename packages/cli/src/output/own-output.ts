import { open } from 'node:fs/promises'

const HEAD_BYTES = 4_096
const BYTE_ORDER_MARK = '\uFEFF'

/** The beginning of every record; what an OCR system delivers has no such names. */
const RECORD_START = '{"tenant_id":"'
const RECORD_NAMES = ['"document_id":"', '"enrichment_job_id":"']
/** Columns that every table has had. */
const COLUMNS = ['document_id', 'status', 'review_status', 'completeness']

/** Whether a file is what a run wrote: records, one a line or as a list, or our table. Looks at its beginning only. */
export async function isOwnOutput(path: string): Promise<boolean> {
  const head = await headOf(path).catch(() => '')
  const text = head.startsWith(BYTE_ORDER_MARK) ? head.slice(1) : head
  if (text.startsWith('{')) return holdsRecord(text)
  if (text.startsWith('[\n')) return /^\[\n\]\s*$/.test(text) || holdsRecord(text.slice(2))
  const header = text.split(/\r?\n/, 1)[0]?.split(',') ?? []
  return COLUMNS.every((name) => header.includes(name))
}

const holdsRecord = (text: string): boolean =>
  text.startsWith(RECORD_START) && RECORD_NAMES.every((name) => text.includes(name))

async function headOf(path: string): Promise<string> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
  return buffer.toString('utf8', 0, bytesRead)
}
