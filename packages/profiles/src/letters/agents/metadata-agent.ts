import {
  confidence,
  evidence,
  fact,
  given,
  hints,
  one,
  type Proposal,
  THINKING_TOKENS,
} from '@colophon/agents/define'
import { requiredPaths } from '@colophon/domain'
import { z } from 'zod'
import { AccessLevel, DocumentType, lettersProfile, Metadata } from '../profile.ts'
import type { Reading } from '../reading.ts'
import {
  accessLevel,
  digitizationInfo,
  documentType,
  pageQuality,
  physicalAttributes,
  storageInfo,
} from '../rules/catalogue/index.ts'
import { kindOfDocument, levelOfAccess } from './support/classes.ts'
import { defineAgent, defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })

const reasonOf = (answer: unknown): string => (typeof answer === 'string' ? answer : '')

const documentTypeTool = defineTool({
  name: 'extract_document_type',
  title: 'Document type',
  description: 'Whether the text is a letter, telegram, invitation, memo, postcard and so on.',
  input: input.extend({ ocr_confidence: z.number().optional() }),
  output: z.object({ document_type: DocumentType.nullable(), confidence, evidence }),
  fields: [
    {
      path: 'metadata.document_type',
      ask: {
        key: 'document_type',
        describe: 'The kind of document',
        value: DocumentType,
        support: kindOfDocument(),
      },
    },
  ],
  rules: ({ text: words, language, request }) =>
    one(
      'metadata.document_type',
      documentType(words, { language, ...(request.file && { fileName: request.file.name }) }),
    ),
  present: (answer, sure) => ({
    document_type: answer('metadata.document_type') ?? null,
    confidence: sure('metadata.document_type'),
  }),
})

const accessLevelTool = defineTool({
  name: 'determine_access_level',
  title: 'Access level',
  description: 'Whether the letter may be shown to everybody. Restricted when unsure.',
  input,
  output: z.object({ access_level: AccessLevel, reasoning: z.string(), confidence, evidence }),
  fields: [
    {
      path: 'metadata.access_level',
      ask: {
        key: 'access_level',
        describe:
          'public only with a good reason, private for confidential or medical matters, else restricted',
        value: AccessLevel,
        support: levelOfAccess(),
      },
    },
  ],
  rules(reading) {
    const stated = fact(reading.request, 'access_level')
    const level = AccessLevel.safeParse(stated?.toLowerCase())
    if (level.success) return given('metadata.access_level', level.data)
    const { language, year, request } = reading
    const found = accessLevel(reading.text, {
      language,
      ...(year !== null && { year }),
      currentYear: Number(request.today.slice(0, 4)),
    })
    return one('metadata.access_level', found)
  },
  // An unanswered question must not open a letter: the safe value stands in.
  present: (answer, sure) => ({
    access_level: answer('metadata.access_level') ?? 'restricted',
    reasoning: reasonOf(answer('metadata.access_level.reason')),
    confidence: sure('metadata.access_level'),
  }),
})

const STORAGE = 'metadata.storage_location'
const STORAGE_FACTS = [
  'archive_name',
  'collection_name',
  'box_number',
  'folder_number',
  'digital_repository',
] as const

function storage(reading: Reading): Proposal[] {
  const { request } = reading
  const found = storageInfo({
    text: reading.text,
    source: request.facts,
    ami: reading.ami,
  })
  return STORAGE_FACTS.flatMap((name) => fromInput(`${STORAGE}.${name}`, found[name]))
}

/** Facts without a quote came with the document; those with one were read in it. */
function fromInput(path: string, found: Parameters<typeof one>[1]): Proposal[] {
  return one(path, found).map((proposal) =>
    proposal.finding.evidence === null && proposal.finding.status === 'stated'
      ? { ...proposal, given: true }
      : proposal,
  )
}

const storageTool = defineTool({
  name: 'extract_storage_info',
  title: 'Storage',
  description:
    'Archive, collection, box, folder and repository, from what is known of the file and from the text.',
  input,
  output: z.object({
    archive_name: z.string().nullable(),
    collection_name: z.string().nullable(),
    box_number: z.string().nullable(),
    folder_number: z.string().nullable(),
    digital_repository: z.string().nullable(),
    evidence,
  }),
  fields: STORAGE_FACTS.map((name) => ({ path: `${STORAGE}.${name}` })),
  rules: storage,
  present: (answer) =>
    Object.fromEntries(STORAGE_FACTS.map((name) => [name, answer(`${STORAGE}.${name}`) ?? null])),
})

const DIGITIZATION = 'metadata.digitization_info'
const DIGITIZATION_FACTS = ['date', 'operator', 'equipment', 'resolution', 'file_format'] as const
const PHYSICAL = 'document.physical_attributes'
const PHYSICAL_FACTS = ['pages', 'size', 'material', 'condition'] as const

function digitization(reading: Reading): Proposal[] {
  const { request, ami, text } = reading
  const filePath = request.file?.path
  const digitized = digitizationInfo({
    ...(filePath !== undefined && { filePath }),
    source: request.facts,
    text,
  })
  const physical = physicalAttributes({
    text,
    source: request.facts,
    ...(request.pages.length > 1 && { pages: request.pages.length }),
  })
  const parts = Metadata.shape.ami_metadata.safeParse(ami ?? undefined)
  return [
    ...DIGITIZATION_FACTS.flatMap((name) => fromInput(`${DIGITIZATION}.${name}`, digitized[name])),
    ...PHYSICAL_FACTS.flatMap((name) => fromInput(`${PHYSICAL}.${name}`, physical[name])),
    ...(parts.success ? given('metadata.ami_metadata', parts.data, 'file name') : []),
    ...quality(request.text),
  ]
}

function quality(text: string): Proposal[] {
  const { score, reasons } = pageQuality(text)
  const reason = reasons.length > 0 ? reasons.join(', ') : 'the words look whole'
  return one('metadata.text_quality', {
    value: score,
    status: 'inferred',
    confidence: 0.8,
    evidence: null,
    reason,
  })
}

const digitizationTool = defineTool({
  name: 'extract_digitization_metadata',
  title: 'Digitisation',
  description:
    'How and when the document was scanned, its file format, its pages, what its file name says.',
  input,
  output: z.object({
    date: z.string().nullable(),
    operator: z.string().nullable(),
    equipment: z.string().nullable(),
    resolution: z.string().nullable(),
    file_format: z.string().nullable(),
    pages: z.int().nullable(),
    evidence,
  }),
  fields: [
    ...DIGITIZATION_FACTS.map((name) => ({ path: `${DIGITIZATION}.${name}` })),
    ...PHYSICAL_FACTS.map((name) => ({ path: `${PHYSICAL}.${name}` })),
    { path: 'metadata.ami_metadata' },
    { path: 'metadata.text_quality' },
  ],
  rules: digitization,
  present: (answer) => ({
    ...Object.fromEntries(
      DIGITIZATION_FACTS.map((name) => [name, answer(`${DIGITIZATION}.${name}`) ?? null]),
    ),
    pages: answer(`${PHYSICAL}.pages`) ?? null,
  }),
})

export const metadataAgent = defineAgent({
  name: 'metadata-agent',
  title: 'Metadata',
  description:
    'Catalogue facts about the document: its type, who may see it, where it is kept, how it was digitised.',
  instructions:
    'You catalogue historical letters for an archive. You decide what kind of document a text is and who may see it. ' +
    'When unsure about access, answer restricted.',
  tiers: ['rules', 'local'],
  standIn: {},
  tools: [documentTypeTool, storageTool, digitizationTool, accessLevelTool],
  decisive: requiredPaths(lettersProfile),
  // Two codes, and a quote of each.
  maxAnswerTokens: THINKING_TOKENS + 512,
})
