import { requiredPaths } from '@colophon/domain'
import { Attachment, lettersProfile } from '@colophon/domain/letters'
import { z } from 'zod'
import { defineAgent, defineTool, THINKING_TOKENS, type ToolField } from '../agent.ts'
import { list, one, type Proposal } from '../proposal.ts'
import type { Reading } from '../reading.ts'
import type { Finding } from '../rules/finding.ts'
import type { Correspondent } from '../rules/structure/index.ts'
import { date, name, words, type Support } from '../support/index.ts'
import { confidence, evidence, hints, text } from '../tool-input.ts'
import {
  addressesTo,
  closesLetter,
  datesFrom,
  datesLetter,
  followsLetter,
  namesAddressee,
  namesOwnBody,
  namesWriter,
  numbersLetter,
  opensLetter,
  signsLetter,
  titlesAddressee,
  titlesWriter,
  writesDate,
} from './signs.ts'

const input = z.object({ text, ...hints })

interface Asked {
  key: string
  describe: string
  support: Support
}

const asked = (path: string, ask: Asked): ToolField => ({
  path,
  ask: { ...ask, value: z.string() },
})

const salutation = defineTool({
  name: 'extract_salutation',
  title: 'Salutation',
  description: 'The words with which the letter addresses its recipient ("My dear Sir,").',
  input,
  output: z.object({ salutation: z.string().nullable(), confidence, evidence }),
  fields: [
    asked('content.salutation', {
      key: 'salutation',
      describe: 'The salutation, verbatim',
      support: words(opensLetter),
    }),
  ],
  rules: (reading) => one('content.salutation', reading.structure.salutation),
  present: (answer, sure) => ({
    salutation: answer('content.salutation') ?? null,
    confidence: sure('content.salutation'),
  }),
})

const closing = defineTool({
  name: 'extract_closing',
  title: 'Closing',
  description: 'The valediction before the signature ("I remain, Sir, your obedient servant").',
  input,
  output: z.object({ closing: z.string().nullable(), confidence, evidence }),
  fields: [
    asked('content.closing', {
      key: 'closing',
      describe: 'The valediction without the signature, verbatim',
      support: words(closesLetter),
    }),
  ],
  rules: (reading) => one('content.closing', reading.structure.closing),
  present: (answer, sure) => ({
    closing: answer('content.closing') ?? null,
    confidence: sure('content.closing'),
  }),
})

const signature = defineTool({
  name: 'extract_signature',
  title: 'Signature',
  description: 'The signature as it stands, and the name of who signed.',
  input,
  output: z.object({
    signature: z.string().nullable(),
    signatory_name: z.string().nullable(),
    title: z.string().nullable(),
    confidence,
    evidence,
  }),
  fields: [
    asked('content.signature', {
      key: 'signature',
      describe: 'The signature, verbatim',
      support: words(signsLetter),
    }),
  ],
  shows: ['document.correspondence.sender.name', 'document.correspondence.sender.title'],
  rules: (reading) => one('content.signature', reading.structure.signature),
  present: (answer, sure) => ({
    signature: answer('content.signature') ?? null,
    signatory_name: answer('document.correspondence.sender.name') ?? null,
    title: answer('document.correspondence.sender.title') ?? null,
    confidence: sure('content.signature'),
  }),
})

const body = defineTool({
  name: 'parse_letter_body',
  title: 'Body',
  description: 'The paragraphs between salutation and closing, and the postscript.',
  input,
  output: z.object({
    body: z.array(z.string()),
    postscript: z.string().nullable(),
    paragraph_count: z.int(),
    average_paragraph_length: z.number().describe('Characters'),
    evidence,
  }),
  fields: [
    { path: 'content.body' },
    asked('content.postscript', {
      key: 'postscript',
      describe: 'The text after the signature that belongs to the letter, verbatim',
      support: words(followsLetter),
    }),
  ],
  rules: (reading) => [
    ...(reading.structure.body.value.length > 0 ? one('content.body', reading.structure.body) : []),
    ...one('content.postscript', reading.structure.postscript),
  ],
  present(answer) {
    const paragraphs = (answer('content.body') ?? []) as string[]
    const characters = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0)
    return {
      body: paragraphs,
      postscript: answer('content.postscript') ?? null,
      paragraph_count: paragraphs.length,
      average_paragraph_length:
        paragraphs.length === 0 ? 0 : Math.round(characters / paragraphs.length),
    }
  },
})

const attachments = defineTool({
  name: 'identify_attachments',
  title: 'Enclosures',
  description: 'What the letter says it encloses.',
  input,
  output: z.object({ attachments: z.array(Attachment), has_attachments: z.boolean(), evidence }),
  fields: [{ path: 'content.attachments' }],
  rules: (reading) =>
    list(
      'content.attachments',
      reading.structure.attachments.map((found) => ({
        ...found,
        value: {
          description: found.value.description,
          type: found.value.type,
          mentioned_line: found.value.mentionedLine,
        },
      })),
    ),
  present(answer) {
    const found = (answer('content.attachments') ?? []) as unknown[]
    return { attachments: found, has_attachments: found.length > 0 }
  },
})

const SENDER = 'document.correspondence.sender'
const RECIPIENT = 'document.correspondence.recipient'

/** The parts of a correspondent stand on the same evidence as the name. */
function correspondent(
  prefix: string,
  found: Finding<Correspondent> | null | undefined,
): Proposal[] {
  if (!found) return []
  const { name, title, affiliation, address } = found.value
  const leaf = (path: string, value: string | undefined): Proposal[] =>
    value === undefined || value === '' ? [] : one(`${prefix}.${path}`, { ...found, value })
  return [
    ...leaf('name', name),
    ...leaf('title', title),
    ...leaf('affiliation', affiliation),
    ...leaf('contact_info.address', address),
  ]
}

function dates({ structure }: Reading): Proposal[] {
  const { creationDate, display, precision, edtf, source } = structure.date
  const proposals = [
    ...one('document.date.creation_date', creationDate),
    ...one('document.date.date_display', display),
  ]
  if (creationDate === null) return proposals
  const derived = (path: string, value: string | null): Proposal[] =>
    value === null ? [] : one(`document.date.${path}`, { ...creationDate, value })
  return [
    ...proposals,
    ...derived('date_precision', precision),
    ...derived('date_edtf', edtf),
    ...derived('date_source', source),
  ]
}

const correspondence = defineTool({
  name: 'parse_correspondence',
  title: 'Sender, recipient, places, date',
  description:
    'Who wrote to whom, when, from where and to where; copies; reference number; letterhead.',
  input,
  output: z.object({
    correspondence: z.object({
      sender: z.record(z.string(), z.unknown()).nullable(),
      recipient: z.record(z.string(), z.unknown()).nullable(),
      cc: z.array(z.object({ name: z.string() })),
      date: z.string().nullable(),
    }),
    date_display: z.string().nullable(),
    reference_number: z.string().nullable(),
    letterhead: z.string().nullable(),
    evidence,
  }),
  fields: [
    asked(`${SENDER}.name`, {
      key: 'sender_name',
      describe: 'Name of the writer in its fullest form in the letter',
      support: name(namesWriter),
    }),
    asked(`${SENDER}.title`, {
      key: 'sender_title',
      describe: 'Title or rank of the writer',
      support: words(titlesWriter),
    }),
    asked(`${SENDER}.affiliation`, {
      key: 'sender_affiliation',
      describe: 'Body or firm the writer writes for',
      support: words(namesOwnBody),
    }),
    asked(`${SENDER}.location`, {
      key: 'place_of_sending',
      describe: 'Place the letter was written at',
      support: words(datesFrom),
    }),
    { path: `${SENDER}.contact_info.address` },
    asked(`${RECIPIENT}.name`, {
      key: 'recipient_name',
      describe: 'Name of the addressee in its fullest form in the letter',
      support: name(namesAddressee),
    }),
    asked(`${RECIPIENT}.title`, {
      key: 'recipient_title',
      describe: 'Title or rank of the addressee',
      support: words(titlesAddressee),
    }),
    asked(`${RECIPIENT}.affiliation`, {
      key: 'recipient_affiliation',
      describe: 'Body or firm of the addressee',
      support: words(namesOwnBody),
    }),
    asked(`${RECIPIENT}.location`, {
      key: 'place_of_receipt',
      describe: 'Place the letter was sent to',
      support: words(addressesTo),
    }),
    { path: `${RECIPIENT}.contact_info.address` },
    { path: 'document.correspondence.cc' },
    {
      path: 'document.date.creation_date',
      ask: {
        key: 'date',
        describe: 'Date of writing as YYYY, YYYY-MM or YYYY-MM-DD',
        value: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
        support: date(datesLetter),
      },
    },
    asked('document.date.date_display', {
      key: 'date_as_written',
      describe: 'The date as written, verbatim',
      support: words(writesDate),
    }),
    { path: 'document.date.date_precision' },
    { path: 'document.date.date_edtf' },
    { path: 'document.date.date_source' },
    asked('document.reference_number', {
      key: 'reference_number',
      describe: 'Reference or file number of the letter',
      support: words(numbersLetter),
    }),
    { path: 'document.physical_attributes.letterhead' },
  ],
  rules(reading) {
    const { senders, recipient, placeSent, placeReceived, cc, referenceNumber, letterhead } =
      reading.structure
    return [
      ...correspondent(SENDER, senders[0]),
      ...one(`${SENDER}.location`, placeSent),
      ...correspondent(RECIPIENT, recipient),
      ...one(`${RECIPIENT}.location`, placeReceived),
      ...list(
        'document.correspondence.cc',
        cc.map((found) => ({ ...found, value: { name: found.value } })),
      ),
      ...dates(reading),
      ...one('document.reference_number', referenceNumber),
      ...one('document.physical_attributes.letterhead', letterhead),
    ]
  },
  present(answer) {
    const party = (prefix: string) => {
      const name = answer(`${prefix}.name`)
      const location = answer(`${prefix}.location`)
      if (name === undefined && location === undefined) return null
      const entries = {
        name,
        location,
        title: answer(`${prefix}.title`),
        organization: answer(`${prefix}.affiliation`),
      }
      return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
    }
    return {
      correspondence: {
        sender: party(SENDER),
        recipient: party(RECIPIENT),
        cc: answer('document.correspondence.cc') ?? [],
        date: answer('document.date.creation_date') ?? null,
      },
      date_display: answer('document.date.date_display') ?? null,
      reference_number: answer('document.reference_number') ?? null,
      letterhead: answer('document.physical_attributes.letterhead') ?? null,
    }
  },
})

export const structureAgent = defineAgent({
  name: 'structure-agent',
  title: 'Structure',
  description:
    'Reads the form of a letter: opening, body, closing, signature, who wrote to whom, when and where.',
  instructions:
    'You catalogue historical letters for an archive. You read one letter and report its form. Copy words exactly ' +
    'as they stand, with their old spelling. Report only what the letter shows; never complete a name from what you ' +
    'know of history. When the letter does not say, answer null with status not_in_document.',
  tiers: ['rules', 'local'],
  standIn: {},
  tools: [salutation, body, closing, signature, attachments, correspondence],
  decisive: requiredPaths(lettersProfile),
  // Fifteen fields of a line each, with its quote; twice a postscript, which can be half the letter.
  maxAnswerTokens: THINKING_TOKENS + 3_072,
})
