import { z } from 'zod'
import { FormerSubject, Subject } from './subjects.ts'

/** The letters profile, schema 1.0.0. One zod schema is the source of types, JSON Schema, prompts and validation. */
export const LETTERS_SCHEMA_VERSION = '1.0.0'

export const DocumentType = z
  .enum(['letter', 'memo', 'telegram', 'fax', 'email', 'invitation', 'postcard', 'card'])
  .describe('The kind of document')
export type DocumentType = z.infer<typeof DocumentType>

export const AccessLevel = z.enum(['public', 'restricted', 'private'])
export type AccessLevel = z.infer<typeof AccessLevel>

const text = z.string().min(1)
const IsoDate = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/)
  .describe('YYYY, YYYY-MM or YYYY-MM-DD')

export const Metadata = z.object({
  id: text,
  collection_id: text,
  document_type: DocumentType.optional(),
  access_level: AccessLevel.optional(),
  storage_location: z
    .object({
      archive_name: text.optional(),
      collection_name: text.optional(),
      box_number: text.optional(),
      folder_number: text.optional(),
      digital_repository: text.optional(),
    })
    .optional(),
  digitization_info: z
    .object({
      date: text.optional(),
      operator: text.optional(),
      equipment: text.optional(),
      resolution: text.optional(),
      file_format: text.optional(),
    })
    .optional(),
  text_quality: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('How clean the text is, judged from the text itself'),
  ocr_provider: text.optional(),
  confidence: z.number().min(0).max(1).optional().describe('Confidence the OCR engine stated'),
  ami_metadata: z
    .object({
      master_identifier: text.optional(),
      collection: text.optional(),
      series: text.optional(),
      page_number: text.optional(),
      sequence_id: text.optional(),
      document_type_code: text.optional(),
      medium_code: text.optional(),
      year: text.optional(),
    })
    .optional(),
})

export const Correspondent = z.object({
  name: text.optional(),
  title: text.optional(),
  affiliation: text.optional(),
  location: text.optional().describe('Place of sending (sender) or of receipt (recipient)'),
  contact_info: z
    .object({
      address: text.optional(),
      telephone: text.optional(),
      fax: text.optional(),
      email: text.optional(),
    })
    .optional(),
  biography: text.optional(),
})
export type Correspondent = z.infer<typeof Correspondent>

export const DocumentSection = z.object({
  date: z
    .object({
      creation_date: IsoDate.optional(),
      sent_date: IsoDate.optional(),
      received_date: IsoDate.optional(),
      date_edtf: text.optional().describe('EDTF: ranges, seasons, uncertain and open dates too'),
      date_display: text.optional().describe('The date as written'),
      date_precision: z.enum(['exact', 'inferred']).optional(),
      date_source: z.enum(['filename', 'content']).optional(),
    })
    .optional(),
  reference_number: text.optional(),
  languages: z.array(text).optional().describe('BCP 47 codes, the main language first'),
  physical_attributes: z
    .object({
      size: text.optional(),
      material: text.optional(),
      condition: text.optional(),
      letterhead: text.optional(),
      pages: z.int().min(1).optional(),
    })
    .optional(),
  correspondence: z
    .object({
      sender: Correspondent.optional(),
      recipient: Correspondent.optional(),
      cc: z.array(z.object({ name: text })).optional(),
    })
    .optional(),
})

export const Attachment = z.object({
  description: text,
  type: z.enum(['document', 'image', 'reference', 'other']),
  mentioned_line: text,
})

export const Content = z.object({
  full_text: z.string(),
  summary: text.optional(),
  salutation: text.optional(),
  body: z.array(text).optional(),
  closing: text.optional(),
  signature: text.optional(),
  postscript: text.optional(),
  attachments: z.array(Attachment).optional(),
})

export const Person = z.object({
  name: text,
  role: z.enum(['sender', 'recipient', 'mentioned']),
  title: text.optional(),
  affiliation: text.optional(),
  context: text.optional(),
  original_name: text.optional(),
  biography: text.optional(),
  confidence: z.number().min(0).max(1).optional(),
})

export const Organization = z.object({
  name: text,
  type: z.enum(['institution', 'company', 'government', 'religious', 'other']),
  location: text.optional(),
  confidence: z.number().min(0).max(1).optional(),
})

export const Location = z.object({
  name: text,
  type: z.enum(['city', 'country', 'region', 'building', 'other']),
  context: text.optional(),
  country: text.optional(),
  state: text.optional(),
  confidence: z.number().min(0).max(1).optional(),
})

export const LetterEvent = z.object({
  name: text,
  date: text.optional(),
  description: text.optional(),
  location: text.optional(),
  type: text.optional(),
  confidence: z.number().min(0).max(1).optional(),
})

export const Relationship = z.object({
  from: text,
  to: text,
  relationship: z.enum(['works_for', 'located_in', 'writes_to', 'related_to', 'married_to']),
  evidence: text.optional(),
  confidence: z.number().min(0).max(1).optional(),
})

export const RelatedDocument = z.object({
  reference: text.describe('The words of the letter that point to the other document'),
  relation: z.enum(['reply_to', 'enclosed', 'mentioned']),
  date: text.optional(),
})

export const Analysis = z.object({
  keywords: z.array(text).optional(),
  subjects: z.array(z.union([Subject, FormerSubject])).optional(),
  people: z.array(Person).optional(),
  organizations: z.array(Organization).optional(),
  locations: z.array(Location).optional(),
  events: z.array(LetterEvent).optional(),
  relationships: z.array(Relationship).optional(),
  dates_mentioned: z.array(z.object({ date: text, display: text })).optional(),
  language_features: z.array(z.object({ feature: text, value: text })).optional(),
  related_documents: z.array(RelatedDocument).optional(),
  historical_context: text.optional(),
  significance: text.optional(),
})

export const EnrichedLetter = z.object({
  metadata: Metadata,
  document: DocumentSection,
  content: Content,
  analysis: Analysis,
})
export type EnrichedLetter = z.infer<typeof EnrichedLetter>
