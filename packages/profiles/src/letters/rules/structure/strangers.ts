import { lineHead, type Line } from './lines.ts'

/** What a clerk, a post office or an archive put on a letter begins so, and goes on to the next blank line. */
const opening =
  /^[\s[(*]{0,4}(?:rec(?:ei)?v?['’]?d\.?(?! (?:your|yrs?|the|a|with|this|from you)\b)(?=$|[\s.:,\])])|received(?=$|[:\])]|\s(?:at|by|on|\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))|answered|ans['’]?d\b|endorsed|docketed?|registered|filed|entered|noted|minute[ds]?(?=[:.\s])|eingegangen|eing\.|empfangen|praes(?:ent(?:atum)?)?\b|präs(?:entiert)?\b|erh(?:alten)?\. |beantw(?:ortet)?\b|reçue?(?=$|[\s:]le\b)|répondue?\b|enregistrée?\b|postmark|poststempel|cachet|stamp(?:ed)?(?=[:\]])|(?:a )?true copy|copied by|witness(?:es|ed)?(?=[\s:.])|attest(?:ed)?(?=[\s:.]|$)|approved(?=[\s:.]|$)|certified|referred (?:to|back)|(?:respectfully )?forwarded|(?:respectfully )?referred|to be returned|please (?:answer|return|file)|in another hand|in a(?:nother| different) hand|von (?:fremder|anderer) hand|d['’]une autre main)/iu

/** Between brackets a hand, a mark or a place on the sheet is named: "[postmark] CARDIFF", "[verso:]". */
const note =
  /^\[(?:endorse\p{L}{0,8}|docket\p{L}{0,4}|postmark|seal|annotation|note|archivist\p{L}{0,2}|stamp|vermerk|poststempel|cachet)[^\]\n]{0,40}\]/iu

const most = 8

/** A line of a printed form: "Handed in at: INVERNESS". */
const labelled = /^\p{L}[\p{L} ]{1,24}:\s/u

/** "Received: 2 FEB 1911" between other labels is a line of a telegram form and gives its date. */
function isOfForm(lines: readonly Line[], index: number): boolean {
  return (
    [index - 1, index, index + 1].filter((at) => labelled.test(lines[at]?.text ?? '')).length > 1
  )
}

/**
 * Lines that others wrote on the letter: stamps of receipt, minutes, dockets, notes of an archive. Their names and dates
 * are not those of the letter. Only the first `head` lines and those from `foot` on are looked at.
 */
export function findStrangers(lines: readonly Line[], head: number, foot: number): Set<number> {
  const found = new Set<number>()
  for (let index = 0; index < lines.length; index++) {
    if (index >= head && index < foot) {
      index = foot - 1
      continue
    }
    const line = lines[index]
    if (!line || line.text.length > 160) continue
    const noted = note.test(line.text)
    if (!noted && isOfForm(lines, index)) continue
    const begun = index < head || line.afterGap || /^[[(]/.test(line.text)
    if (!noted && !(begun && line.text.length < 70 && opening.test(lineHead(line, 80)))) continue
    found.add(index)
    if (noted && /\][^\]]{12,}[.\])!\d]$/u.test(line.text)) continue
    for (let below = index + 1; below < Math.min(lines.length, index + most); below++) {
      const next = lines[below]
      if (!next || next.afterGap || next.text.length > 70) break
      found.add(below)
    }
  }
  return found
}
