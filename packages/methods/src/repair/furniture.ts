import type { Span } from '@colophon/domain'

/** What stands at [start, end) of a text is read as `by`, which is never longer. */
export interface Edit extends Span {
  by: string
}

/** Lines that turn the page or count it: "[over]", "P. T. O.", "- 2 -", "[p. 3]", "(verte)". */
const turning =
  /(?<=[\r\n])[ \t]{0,40}(?:[[(](?:over|turn over|verso|recto|verte|page break|(?:page|pag\.?|p\.|seite|s\.|fol\.?|f\.)? ?\d{1,3}[rv]?)[\])]|p\. ?t\. ?o\.|t\. ?s\. ?v\. ?p\.|turn over|bitte wenden!?|b\. ?w\.|[-–—] ?\d{1,3} ?[-–—])[.! \t]{0,9}(?=[\r\n]|$)/giu

/** A heading in capitals with the number of its page, between blank lines. */
const heading =
  /(?<=[\p{Ll},][ \t]{0,3}|(?<= )I[ \t]{0,3})\r?\n(?:[ \t]{0,40}\r?\n)?[ \t]{0,40}(?:\p{Lu}[\p{Lu}’'.,& -]{5,60}[ \t]{1,30}\d{1,4}|\d{1,4}[ \t]{1,30}\p{Lu}[\p{Lu}’'.,& -]{5,60})[ \t]{0,20}\r?\n(?:[ \t]{0,40}\r?\n)?(?=[ \t]{0,40}\p{L})/gu

/** Lines that belong to the page and not to what is written on it. A sentence that they cut in two goes on on the next line. */
export function furniture(text: string): Edit[] {
  const edits: Edit[] = []
  for (const match of text.matchAll(turning))
    edits.push({ start: match.index, end: match.index + match[0].length, by: '' })
  for (const match of text.matchAll(heading))
    edits.push({ start: match.index, end: match.index + match[0].length, by: '\n' })
  return edits
}
