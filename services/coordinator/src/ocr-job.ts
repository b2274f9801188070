import { createHash } from 'node:crypto'
import { IdText, TenantId, type FoundOcrJob, type NewDocument } from '@colophon/domain'
import { z } from 'zod'
import {
  describe,
  documentOfItem,
  errorItem,
  KnownIds,
  problem,
  sameId,
  type Origin,
  type ReadingRules,
} from '@colophon/formats/read'
import type { SubmissionError } from './submission.ts'

// Tokens name no other tenants: what is kept under another one, nobody would ever see.
const OcrJobForm = z.object({
  tenant_id: TenantId,
  job_id: IdText,
  profile: z.string().optional(),
  documents: z.array(z.unknown()),
  updated_at: z.string(),
})
export type OcrJobForm = z.infer<typeof OcrJobForm>

/** Rejects with `input.invalid_ocr_job` what other systems have left in another form. */
export function parseOcrJob(found: FoundOcrJob): OcrJobForm {
  const parsed = OcrJobForm.safeParse(found)
  if (parsed.success) return parsed.data
  throw problem('input.invalid_ocr_job', 'OCR job', describe(parsed.error))
}

/**
 * The id of the enrichment job follows from what was delivered: a coordinator that dies in the middle is continued by
 * the next one, in the same job, while a corrected delivery gets a job of its own.
 */
export function enrichmentJobId(ocrJob: OcrJobForm): string {
  const { tenant_id, job_id, updated_at, documents, profile } = ocrJob
  const delivery = JSON.stringify([
    ...[tenant_id, job_id, updated_at, documents],
    ...(profile === undefined ? [] : [profile]),
  ])
  return `job_ocr_${createHash('sha256').update(delivery).digest('hex').slice(0, 24)}`
}

/** The documents that can be read, and why the others cannot. */
export function documentsOf({ job_id: jobId, documents: given }: OcrJobForm, rules: ReadingRules) {
  const origin: Origin = {
    where: 'OCR job',
    stem: jobId,
    idFrom: { kind: 'name', name: jobId },
    file: undefined,
  }
  const ids = new KnownIds()
  const documents: NewDocument[] = []
  const errors: SubmissionError[] = []
  for (const [index, value] of given.entries()) {
    const position = index + 1
    const where = `OCR document ${position}`
    try {
      const document = documentOfItem(formOf(value), { where, origin, rules, position })
      if (ids.add(document).as === 'other') throw sameId(document.document_id, where)
      documents.push(document)
    } catch (thrown) {
      const { code, message } = errorItem(thrown, where).error
      errors.push({ position, code, message })
    }
  }
  return { documents, errors }
}

/** OCR systems call some fields by other names than submitters do. */
function formOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const given = value as Record<string, unknown>
  const file = given['source_file']
  return {
    ...given,
    id: given['id'] ?? given['document_id'],
    ocr_confidence: given['ocr_confidence'] ?? given['confidence'],
    source: given['source'] ?? (file == null ? undefined : { source_file: file }),
  }
}
