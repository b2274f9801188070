import { evidence, hints, list, name, one, type Proposal, words } from '@colophon/agents/define'
import type { Finding } from '@colophon/domain'
import { z } from 'zod'
import type { Reading } from '../reading.ts'
import type { Correspondent } from '../rules/structure/index.ts'
import { asked } from './asked.ts'
import {
  addressesTo,
  datesFrom,
  datesLetter,
  namesAddressee,
  namesOwnBody,
  namesWriter,
  numbersLetter,
  titlesAddressee,
  titlesWriter,
  writesDate,
} from './support/signs.ts'
import { writtenDate } from './support/readers.ts'
import { defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })

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
  // "before 1790" and "9 March" are dates that no single day stands for.
  const ground = creationDate ?? (edtf === null ? null : display)
  if (ground === null) return proposals
  const derived = (path: string, value: string | null): Proposal[] =>
    value === null ? [] : one(`document.date.${path}`, { ...ground, value })
  return [
    ...proposals,
    ...derived('date_precision', precision),
    ...derived('date_edtf', edtf),
    ...derived('date_source', source),
  ]
}

export const correspondence = defineTool({
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
        support: writtenDate(datesLetter),
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
    const {
      senders,
      senderOffice,
      recipient,
      placeSent,
      placeReceived,
      cc,
      referenceNumber,
      letterhead,
    } = reading.structure
    return [
      ...correspondent(SENDER, senders[0]),
      ...one(`${SENDER}.title`, senderOffice),
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
