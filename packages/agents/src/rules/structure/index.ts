import type { Finding, Span } from '../finding.ts'
import { findAddressBlocks, type AddressBlock } from './address.ts'
import { readParagraphs } from './body.ts'
import { closingEndingAt, closingParagraphAbove, isClosingLine, isOfficeLine } from './closing.ts'
import { confidence } from './confidence.ts'
import { readCreationDate, type LetterDate } from './creation-date.ts'
import { findDatelines, type Dateline } from './dateline.ts'
import { findHeading, type Heading } from './heading.ts'
import { findLetterhead } from './letterhead.ts'
import { lineHead, readLines, trimSpan, type Line } from './lines.ts'
import { findAttachments, findCopies, findReference, type Attachment } from './notes.ts'
import { findRecipient, findSenders, shortNames, type ShortNames } from './parties.ts'
import { readPersonName, type Correspondent } from './person.ts'
import { findPostscript } from './postscript.ts'
import { findSalutation, type Salutation } from './salutation.ts'
import { findPlaceSent } from './sending-place.ts'
import { findSignature, isOnBehalf, type Signature } from './signature.ts'

export type { LetterDate } from './creation-date.ts'
export type { Attachment, AttachmentType } from './notes.ts'
export type { Correspondent } from './person.ts'

/** The form of a letter: what opens and closes it, who writes to whom, when and where. */
export interface LetterStructure {
  salutation: Finding<string> | null
  /** The valediction without the signature. */
  closing: Finding<string> | null
  signature: Finding<string> | null
  postscript: Finding<string> | null
  letterhead: Finding<string> | null
  /** Paragraphs, line breaks and broken words repaired; the span is that of the whole body. */
  body: Finding<string[]>
  date: LetterDate
  datelines: Span[]
  placeSent: Finding<string> | null
  placeReceived: Finding<string> | null
  senders: Finding<Correspondent>[]
  recipient: Finding<Correspondent> | null
  /** What stands for a name where nothing better was found; never the name of a record. */
  shortNames: ShortNames
  cc: Finding<string>[]
  attachments: Finding<Attachment>[]
  referenceNumber: Finding<string> | null
  zones: { head: Span; body: Span; foot: Span }
}

export interface StructureHints {
  /** BCP 47 code, settles 4/5/78. */
  language?: string
}

/** Lines of the foot that are looked at; postscripts and accounts below a signature are rarely longer. */
const footReach = 80
const headReach = 16

interface Frame {
  text: string
  lines: Line[]
  salutation: Salutation | null
  signature: Signature | null
  closing: Span | null
  /** Lines before the salutation or, without one, before the body. */
  headEnd: number
  footStart: number
}

function quote(text: string, span: Span, sure: number): Finding<string> {
  return {
    value: text.slice(span.start, span.end),
    status: 'stated',
    confidence: sure,
    evidence: { start: span.start, end: span.end },
  }
}

function closingOf(
  text: string,
  lines: readonly Line[],
  signature: Signature | null,
  from: number,
): Span | null {
  if (signature) {
    const line = lines[signature.line]
    const inline = line !== undefined && signature.start > line.start + 2 && signature.afterClosing
    const above = lines[signature.line - 1]
    if (!signature.afterClosing) return closingParagraphAbove(text, lines, signature.line)
    if (!inline && !above) return null
    if (inline) return closingEndingAt(text, lines, signature.line, signature.start)
    const index =
      isOnBehalf(above) || isOfficeLine(above) ? signature.line - 2 : signature.line - 1
    return closingEndingAt(text, lines, index, lines[index]?.end ?? 0)
  }
  for (let index = lines.length - 1; index >= Math.max(from, lines.length - 14); index--) {
    const line = lines[index]
    if (!line || !isClosingLine(line.text)) continue
    return closingEndingAt(text, lines, index, line.end)
  }
  return null
}

/** First line of running text when no salutation shows where the body begins. */
function bodyLine(lines: readonly Line[]): number {
  const index = lines.findIndex(
    (line) => line.text.length > 40 && /\p{Ll}{2,20} \p{Ll}{2,20} \p{Ll}/u.test(lineHead(line)),
  )
  return index < 0 ? Math.min(lines.length, 6) : Math.min(index, headReach)
}

function readFrame(text: string): Frame {
  const lines = readLines(text)
  const salutation = findSalutation(lines, headReach)
  const headEnd = salutation ? salutation.line : bodyLine(lines)
  const opened = salutation
    ? salutation.lastLine + (salutation.runsOn ? 0 : 1)
    : Math.min(headEnd, Math.max(1, lines.length - 3))
  const from = Math.max(opened, lines.length - footReach)
  const signature = findSignature({ text, lines, from })
  const closing = closingOf(text, lines, signature, from)
  const closed = closing ? lines.findIndex((line) => line.end >= closing.end) + 1 : lines.length
  return {
    text,
    lines,
    salutation,
    signature,
    closing,
    headEnd,
    footStart: signature ? signature.lastLine + 1 : closed,
  }
}

interface Found {
  frame: Frame
  datelines: Dateline[]
  blocks: AddressBlock[]
  postscript: Finding<string> | null
}

function zonesOf({ frame, datelines, blocks, postscript }: Found): LetterStructure['zones'] {
  const { text, lines, salutation, signature, closing } = frame
  const headParts = [
    ...datelines.filter(({ where }) => where === 'head').map(({ end }) => end),
    ...blocks.filter(({ where }) => where === 'head').map(({ end }) => end),
    ...(salutation ? [salutation.end] : []),
  ]
  const headEnd = Math.max(0, ...headParts)
  const ends = [closing?.start, signature?.start, postscript?.evidence?.start].filter(
    (start) => start !== undefined && start >= headEnd,
  )
  const bare = lines.find((line, index) => index >= frame.footStart && line.start >= headEnd)?.start
  const bodyEnd = Math.min(
    text.length,
    ...(ends as number[]),
    ...(ends.length === 0 && bare !== undefined ? [bare] : []),
  )
  const body = trimSpan(text, { start: headEnd, end: Math.max(headEnd, bodyEnd) }, /[\s,;:]/)
  return { head: { start: 0, end: body.start }, body, foot: { start: body.end, end: text.length } }
}

function placeReceived(
  text: string,
  blocks: readonly AddressBlock[],
  chosen: AddressBlock | null,
): Finding<string> | null {
  const place = chosen?.place ?? (chosen ? null : blocks.find((block) => block.place)?.place)
  return place ? quote(text, place, confidence.placeReceived) : null
}

function withAddress(
  text: string,
  found: Finding<Correspondent>,
  block: AddressBlock | null,
): Finding<Correspondent> {
  if (!block) return found
  const place = block.place ? { location: text.slice(block.place.start, block.place.end) } : {}
  const lines =
    block.lastLine > block.line
      ? { address: text.slice(block.start, block.end).replace(/\s*[\r\n]+\s*/g, ', ') }
      : {}
  return { ...found, value: { ...found.value, ...place, ...lines } }
}

/** The line with the addressee of a form is an address as well. */
function isHeaded(heading: Heading | null, line: Line | undefined, index: number): boolean {
  if (!heading?.lines.has(index) || !line) return false
  const { recipient, form } = heading
  return form === 'heading' || recipient === null || recipient.start < line.start || recipient.start > line.end
}

function signatureFinding(text: string, signature: Signature | null): Finding<string> | null {
  if (!signature) return null
  const { afterClosing, nameLine, weak } = confidence.signature
  return quote(
    text,
    signature,
    signature.afterClosing ? afterClosing : signature.score >= 4 ? nameLine : weak,
  )
}

export function readStructure(text: string, hints: StructureHints = {}): LetterStructure {
  const frame = readFrame(text)
  const { lines, salutation, signature, closing, headEnd, footStart } = frame
  const datelines = findDatelines({ text, lines, salutation, signatureLine: signature?.line ?? -1 })
  const heading = findHeading(text, lines)
  const headed = (index: number): boolean => isHeaded(heading, lines[index], index)
  const blocks = findAddressBlocks({ text, lines, headEnd, footStart, headed })
  const sources = { text, lines, headEnd, footStart, salutation, signature, blocks, heading }
  const senders = findSenders(sources)
  const senderSpan = senders[0]?.evidence
  const sender = senderSpan ? readPersonName(text.slice(senderSpan.start, senderSpan.end)) : null
  const recipient = findRecipient(sources, sender)
  const postscript = findPostscript({ text, lines, footStart, blocks, datelines })
  const zones = zonesOf({ frame, datelines, blocks, postscript })
  return {
    salutation: salutation && quote(text, salutation, confidence.salutation[salutation.form]),
    closing:
      closing &&
      quote(
        text,
        closing,
        signature ? confidence.closing.beforeSignature : confidence.closing.alone,
      ),
    signature: signatureFinding(text, signature),
    postscript,
    letterhead: findLetterhead({ text, lines, headEnd, blocks, datelines }),
    body: {
      value: readParagraphs(text, lines, zones.body),
      status: 'stated',
      confidence: confidence.body,
      evidence: zones.body,
    },
    date: readCreationDate(text, datelines, hints.language),
    datelines: datelines
      .map(({ start, end }) => ({ start, end }))
      .sort((a, b) => a.start - b.start),
    placeSent: findPlaceSent({ text, lines, datelines, salutation, blocks, headEnd }),
    placeReceived: placeReceived(text, blocks, recipient.block),
    senders,
    recipient: recipient.finding && withAddress(text, recipient.finding, recipient.block),
    shortNames: shortNames(sources, senders, recipient.finding),
    cc: findCopies(lines),
    attachments: findAttachments(text, lines),
    referenceNumber: findReference(lines, headEnd),
    zones,
  }
}
