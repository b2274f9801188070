import type { Finding, Span } from '@colophon/domain'
import { confidence } from './confidence.ts'
import { lineHead, trimSpan, type Line } from './lines.ts'
import { nameLikeness } from './name-likeness.ts'

export type AttachmentType = 'document' | 'image' | 'reference' | 'other'

export interface Attachment {
  description: string
  type: AttachmentType
  mentionedLine: string
}

const imageWords =
  /\b(?:photo\w{0,8}|picture|sketch|drawing|portrait|engraving|print|map|bild\w{0,3}|zeichnung|photogra\w{0,5}|dessin|gravure|carte|miniature|likeness)\b/i
const documentWords =
  /\b(?:letters?|bill|draft|draught|cheque|check|account|invoice|receipt|memorandum|copy|papers?|manuscript|ms|mss|proofs?|note|petition|certificate|list|contract|deed|statement|report|poem|verses|brief\w{0,2}|schreiben|abschrift|rechnung|quittung|manuskript|korrektur\w{0,5}|wechsel|liste|bericht|aufsatz|gedicht\w{0,2}|lettre|copie|facture|mémoire|manuscrit|épreuves|statuten|newspaper|pamphlet|frank)\b/i
const referenceWords =
  /\b(?:book|volume|catalogue|buch|band|exemplar|livre|magazine|review|number|nummer|heft|zeitung)\b/i

function typeOf(phrase: string): AttachmentType {
  if (imageWords.test(phrase)) return 'image'
  if (documentWords.test(phrase)) return 'document'
  return referenceWords.test(phrase) ? 'reference' : 'other'
}

const noteLine =
  /^(?:\d{1,2}\s+)?(?:enc(?:l|ls|s|losures?)?\b|enclosed\s*:|beilagen?\b|anlagen?\b|anbei\s*:|pièces? jointes?\b|p\.?j\.\s*:|annexes?\s*:)\s*(?:\(?\d{1,2}\)?)?[.:]?(.*)$/i
const inSentence =
  /\b(?:I|we)(?: have| now| here| herewith| shall| beg to| must| also| will| take the liberty (?:of|to))?(?: the (?:honour|pleasure) (?:of|to))? (?:re-?)?enclos(?:e|ed|ing)\b[^.;!?]{0,90}|\b(?:enclosed|herewith|annexed|inclosed) (?:is|are|you will find|I send|please find|find|herewith)\b[^.;!?]{0,80}|\bI (?:inclose|enclose|annex)\b[^.;!?]{0,80}|\b(?:beiliegend\w{0,2}|beifolgend\w{0,2}|inliegend\w{0,2}|anbei|in der (?:An|Bei)lage|hierbei)\b[^.;!?]{0,80}|\b(?:ci-joint\w{0,2}|ci-inclus\w{0,2}|je joins|vous trouverez (?:ci-joint|inclus))\b[^.;!?]{0,80}/giu

/** Enclosures: notes such as "Encl. 2" and sentences that say what goes with the letter. */
export function findAttachments(text: string, lines: readonly Line[]): Finding<Attachment>[] {
  const found: Finding<Attachment>[] = []
  const add = (span: Span, line: Line, description: string): void => {
    if (found.length >= 10) return
    const mentionedLine = text.slice(line.start, Math.min(line.end, line.start + 200))
    const value = {
      description: description.replace(/\s+/g, ' ').trim(),
      type: typeOf(description),
      mentionedLine,
    }
    found.push({ value, status: 'stated', confidence: confidence.notes, evidence: span })
  }
  const noted = lines.length > 400 ? [...lines.slice(0, 40), ...lines.slice(-60)] : lines
  for (const line of noted) {
    if (line.text.length > 120) continue
    const match = noteLine.exec(line.text)
    if (match) add({ start: line.start, end: line.end }, line, match[1]?.trim() || line.text)
  }
  const read = text.slice(0, 30_000)
  for (const match of read.matchAll(inSentence)) {
    const span = trimSpan(text, { start: match.index, end: match.index + match[0].length })
    const line = lines.find((candidate) => candidate.end > span.start)
    if (
      line &&
      !found.some(
        ({ evidence }) => evidence && evidence.start < span.end && span.start < evidence.end,
      )
    )
      add(span, line, match[0])
  }
  return found
}

const carbonCopy =
  /^(?:c\.? ?c\.?|bcc|b\.c\.c\.|copies? to|copy to|kopie an|abschrift an|durchschlag an|copie à)(?:\s*[:.])?\s+(\S.{1,99})$/i

/** Enclosures and copies noted below a letter are no words of it. */
export function isNote(line: Line): boolean {
  return line.text.length <= 120 && (noteLine.test(line.text) || carbonCopy.test(line.text))
}

/** "Mr. Reed (Chairman), Miss Cole and others": the names one by one, without what stands in parentheses. */
function namesOn(line: Line, from: number): Finding<string>[] {
  const found: Finding<string>[] = []
  for (const part of line.text.slice(from).split(/[,;]|\s(?:and|und|et|&)\s/)) {
    const name = part
      .replace(/\s*\(.*$/, '')
      .trim()
      .replace(/\.$/, '')
    if (name !== '') {
      const start = line.start + line.text.indexOf(name, from)
      const evidence = { start, end: start + name.length }
      found.push({ value: name, status: 'stated', confidence: 0.9, evidence })
    }
    from += part.length
  }
  return found
}

export function findCopies(lines: readonly Line[]): Finding<string>[] {
  const found: Finding<string>[] = []
  const foot = lines.slice(-25)
  for (const [index, line] of foot.entries()) {
    const names = carbonCopy.exec(lineHead(line, 140))?.[1]
    if (!names) continue
    found.push(...namesOn(line, line.text.length - names.length))
    // Further names stand below the first one.
    for (const below of foot.slice(index + 1, index + 9)) {
      if (below.afterGap || carbonCopy.test(lineHead(below, 140)) || nameLikeness(below.text) < 3)
        break
      found.push(...namesOn(below, 0))
    }
  }
  return found
}

const reference =
  /^(?:(?:our|your|unser|unsere|ihr|ew\.?|ew\. hochwohlgeb\.|n\/|v\/)\s*(?:ref(?:erence)?|zeichen|az|réf)\b\.?|ref(?:erence)?\s*(?:no)?\b\.?(?=\s*:)|réf(?:érence)?\b\.?|aktenzeichen\b|gesch(?:äfts|\.)?-?\s?(?:z|zeichen|nr)\b\.?|j(?:ournal)?\.?-?\s?nr\b\.?|file (?:no|number)\b\.?|in reply (?:please )?(?:quote|refer to)\b)(?:\s*:)?\s*([\p{L}\d][\p{L}\d/.\- ]{0,40})$/iu
const numbered = /^(?:n[o°r]\.?|num\.?|№)\s?(\d{1,6}(?:[/-]\d{1,4})?)\s*\.?$/iu

export function findReference(lines: readonly Line[], headEnd: number): Finding<string> | null {
  for (const line of lines.slice(0, Math.max(headEnd, 6))) {
    const head = lineHead(line, 90)
    const match = reference.exec(head) ?? numbered.exec(head)
    const value = match?.[1]?.trim()
    if (!value || !/\d/.test(value)) continue
    const start = line.start + head.lastIndexOf(value)
    return {
      value,
      status: 'stated',
      confidence: confidence.notes,
      evidence: { start, end: start + value.length },
    }
  }
  return null
}
