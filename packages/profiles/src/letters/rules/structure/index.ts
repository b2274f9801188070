import type { Finding, Span } from '@colophon/domain'
import { secondLetterAt } from '../../second-letter.ts'
import { findAddressBlocks, type AddressBlock } from './address.ts'
import { bodyLine, headReach, readParagraphs, runningText } from './body.ts'
import { closingEndingAt, closingParagraphAbove, isClosingLine, isOfficeLine } from './closing.ts'
import { confidence } from './confidence.ts'
import { readCreationDate, type LetterDate } from './creation-date.ts'
import { findDatelines, type Dateline } from './dateline.ts'
import { findHeading, type Heading } from './heading.ts'
import { findLetterhead } from './letterhead.ts'
import { lineHead, readLines, trimSpan, type Line } from './lines.ts'
import { findAttachments, findCopies, findReference, type Attachment } from './notes.ts'
import { isOfficeName } from './offices.ts'
import { shortNames, type ShortNames } from './parties.ts'
import { inCapitals, type Correspondent } from './identity.ts'
import { readPersonName } from './person.ts'
import { findPostscript } from './postscript.ts'
import { findRecipient } from './recipient.ts'
import { findSalutation, type Salutation } from './salutation.ts'
import { findSenders } from './senders.ts'
import { findPlaceSent } from './sending-place.ts'
import { findStrangers } from './strangers.ts'
import { findSignature, isMark, isOnBehalf, isSignedMark, type Signature } from './signature.ts'
import { findOfficeTown } from './town.ts'

export type { LetterDate } from './creation-date.ts'
export type { Attachment, AttachmentType } from './notes.ts'
export type { Correspondent } from './identity.ts'

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
  /** The office that signs where nobody's name does: "Deputy Registrar". */
  senderOffice: Finding<string> | null
  recipient: Finding<Correspondent> | null
  /** Stand-ins for a name where nothing better was found; never the name of a record. */
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

interface Frame {
  text: string
  lines: Line[]
  salutation: Salutation | null
  signature: Signature | null
  closing: Span | null
  /** Lines before the salutation or, without one, before the body. */
  headEnd: number
  footStart: number
  /** Lines that others wrote on the letter. */
  strangers: ReadonlySet<number>
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
  { text, lines, signature }: Pick<Frame, 'text' | 'lines' | 'signature'>,
  from: number,
  floor: number,
): Span | null {
  const endingAt = (index: number, end: number): Span | null =>
    closingEndingAt(text, lines, { index, end, floor })
  if (signature) {
    const line = lines[signature.line]
    const before = line === undefined ? '' : text.slice(line.start, signature.start)
    const inline = before.length > 2 && signature.afterClosing && !isSignedMark(before)
    const above = lines[signature.line - 1]
    if (!signature.afterClosing) return closingParagraphAbove(text, lines, signature.line)
    if (!inline && !above) return null
    if (isOfficeLine(above)) return closingParagraphAbove(text, lines, signature.line - 1)
    if (inline) return endingAt(signature.line, signature.start)
    const index = isOnBehalf(above) || isMark(above) ? signature.line - 2 : signature.line - 1
    return endingAt(index, lines[index]?.end ?? 0)
  }
  for (let index = lines.length - 1; index >= Math.max(from, lines.length - 14); index--) {
    const line = lines[index]
    if (line && isClosingLine(line.text)) return endingAt(index, line.end)
  }
  return null
}

function readFrame(text: string): Frame {
  const all = readLines(text)
  const further = secondLetterAt(all.map((line) => line.text))
  const lines = further < 0 ? all : all.slice(0, further)
  const salutation = findSalutation(lines, headReach)
  const started = salutation ? salutation.line : bodyLine(lines)
  const headEnd = started ?? Math.min(lines.length, 6)
  const opened = salutation
    ? salutation.lastLine + (salutation.runsOn ? 0 : 1)
    : (started ?? Math.min(headEnd, Math.max(1, lines.length - 3)))
  const from = Math.max(opened, lines.length - footReach)
  const strangers = findStrangers(lines, headEnd, Math.max(headEnd, from, lines.length - 16))
  const signature = findSignature({ text, lines, from, strangers })
  const floor = salutation?.runsOn ? salutation.end : 0
  const closing = closingOf({ text, lines, signature }, from, floor)
  const closed = closing ? lines.findIndex((line) => line.end >= closing.end) + 1 : lines.length
  return {
    text,
    lines,
    salutation,
    signature,
    closing,
    headEnd,
    footStart: signature ? signature.lastLine + 1 : closed,
    strangers,
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

/** The paragraphs of the body; of a letter that is all head and foot, whatever has no other part in its form. */
function bodyFinding(found: Found, span: Span): Finding<string[]> {
  const { text, lines, salutation, signature, closing } = found.frame
  const value = readParagraphs(text, lines, span)
  if (value.length > 0)
    return { value, status: 'stated', confidence: confidence.body, evidence: span }
  const parts = [salutation, signature, closing, found.postscript?.evidence, ...found.datelines]
  const free = lines.filter(
    (line) => !parts.some((part) => part && part.start < line.end && line.start < part.end),
  )
  const prose = free.filter((line) => runningText.test(lineHead(line)))
  const rest = prose.length > 0 ? prose : free
  const first = rest[0]
  const last = rest.at(-1)
  const evidence = { start: first?.start ?? span.start, end: last?.end ?? span.end }
  const paragraphs = readParagraphs(text, rest, evidence)
  return { value: paragraphs, status: 'uncertain', confidence: confidence.bodyLeftOver, evidence }
}

function placeReceived(
  text: string,
  blocks: readonly AddressBlock[],
  chosen: AddressBlock | null,
  head: readonly Line[],
): Finding<string> | null {
  const place =
    chosen?.place ??
    (chosen ? null : (blocks.find((block) => block.place)?.place ?? findOfficeTown(head)))
  if (!place) return null
  const found = quote(text, place, confidence.placeReceived)
  return { ...found, value: inCapitals(found.value) }
}

function withAddress(
  text: string,
  found: Finding<Correspondent>,
  block: AddressBlock | null,
): Finding<Correspondent> {
  if (!block) return found
  const place = block.place
    ? { location: inCapitals(text.slice(block.place.start, block.place.end)) }
    : {}
  const lines =
    block.lastLine > block.line
      ? { address: text.slice(block.start, block.end).replace(/[\s,;]*[\r\n]+\s*/g, ', ') }
      : {}
  return { ...found, value: { ...found.value, ...place, ...lines } }
}

/** The line with the addressee of a form is an address as well. */
function isHeaded(heading: Heading | null, line: Line | undefined, index: number): boolean {
  if (!heading?.lines.has(index) || !line) return false
  const { recipient, form } = heading
  return (
    form === 'heading' ||
    recipient === null ||
    recipient.start < line.start ||
    recipient.start > line.end
  )
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
  const { lines, salutation, signature, closing, headEnd, footStart, strangers } = frame
  const signatureLine = signature?.line ?? -1
  const datelines = findDatelines({ text, lines, salutation, signatureLine, strangers })
  const heading = findHeading(text, lines)
  const headed = (index: number): boolean =>
    strangers.has(index) || isHeaded(heading, lines[index], index)
  const dated = datelines.find(({ where }) => where === 'head')?.line ?? -1
  const blocks = findAddressBlocks({ text, lines, headEnd, footStart, dated, headed })
  const parts = { text, lines, headEnd, footStart, strangers }
  const sources = { ...parts, salutation, signature, blocks, heading }
  const senders = findSenders(sources)
  const senderSpan = senders[0]?.evidence
  const sender = senderSpan ? readPersonName(text.slice(senderSpan.start, senderSpan.end)) : null
  const recipient = findRecipient(sources, sender)
  const postscript = findPostscript({ ...parts, blocks, datelines })
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
    body: bodyFinding({ frame, datelines, blocks, postscript }, zones.body),
    date: readCreationDate(text, datelines, hints.language),
    datelines: datelines
      .map(({ start, end }) => ({ start, end }))
      .sort((a, b) => a.start - b.start),
    placeSent: findPlaceSent({ ...sources, datelines, signatureLine }),
    placeReceived: placeReceived(
      text,
      blocks,
      recipient.block,
      lines.slice(0, Math.min(headEnd, headReach)),
    ),
    senders,
    senderOffice:
      signature && senders.length === 0 && isOfficeName(text.slice(signature.start, signature.end))
        ? quote(text, signature, confidence.sender.signature)
        : null,
    recipient: recipient.finding && withAddress(text, recipient.finding, recipient.block),
    shortNames: shortNames(sources, senders, recipient.finding),
    cc: findCopies(lines),
    attachments: findAttachments(text, lines),
    referenceNumber: findReference(lines, headEnd),
    zones,
  }
}
