import type { Finding, Span } from '@colophon/domain'
import { parseAmiFileName } from './ami-file-name.ts'
import { letterFormulae, postalAddressFirst, spanOf } from './letter-form.ts'
import { telegramStyle } from './telegram-style.ts'

export type DocumentType =
  'letter' | 'memo' | 'telegram' | 'fax' | 'email' | 'invitation' | 'postcard' | 'card'

export interface DocumentTypeOptions {
  language: string
  fileName?: string | undefined
}

/** Forms and headings stand in the first lines; words deeper in speak of some other paper. */
const HEAD_CHARS = 500

const HEADINGS: readonly (readonly [DocumentType, RegExp, number])[] = [
  [
    'email',
    /^(?:from|von|de)[ \t]{0,20}:[^\n@]{0,120}@[^\n]{2,80}|^(?:to|an|à)[ \t]{0,20}:[^\n@]{0,120}@[^\n]{2}[\s\S]{0,278}?^(?:subject|betreff|objet)[ \t]{0,20}:/imu,
    0.97,
  ],
  [
    'fax',
    /^[^\n]{0,40}\b(?:tele)?fax(?:imile)?\b[^\n]{0,20}(?:message|transmission|cover|mitteilung|nachricht|sheet|to[ \t]{0,20}:|an[ \t]{0,20}:)|^[ \t]{0,20}(?:tele)?fax[ \t]{0,20}$|^[^\n]{0,30}t[ée]l[ée]copie\b/imu,
    0.93,
  ],
  [
    'memo',
    /^[ \t]{0,20}(?:inter-?office |internal |office )?(?:memorandum|memo)\b(?! of| from the)|^[ \t]{0,20}(?:aktennotiz|aktenvermerk|hausmitteilung|note de service|interne mitteilung)\b/imu,
    0.93,
  ],
  [
    'telegram',
    /^[ \t.]{0,20}(?:(?:\p{Lu}(?:\.?\p{Lu}){0,4}|[Dd]eutsches?|[Pp]ost [Oo]ffice|[Ii]nternational|[Kk]ais\p{L}*|[Kk]öniglich\p{L}*)[ \t.]+){0,4}(?:Telegramm?e?|TELEGRAMM?E?|T[ée]l[ée]gramme|TÉLÉGRAMME|Telegraphie|Cable(?:gram)?|CABLE(?:GRAM)?|Marconigram|Radiogramm?|RADIOGRAMM?|W(?:estern|ESTERN) U(?:nion|NION)|Telegraphs|TELEGRAPHS)(?![ \t-]*(?:[Aa]d|[Aa]nschrift|N|n))[^\n!?,]{0,40}$/mu,
    0.9,
  ],
  [
    'postcard',
    /^[^\n]{0,40}(?<!\p{L})(?:post ?card|postkarte|correspondenz-?karte|korrespondenz-?karte|ansichtskarte|feldpostkarte|carte[ -]postale|weltpostverein|union postale universelle|cartolina postale|carte-correspondance)(?!\p{L})[^\n]{0,40}$/imu,
    0.93,
  ],
  [
    'card',
    /^[ \t]{0,20}(?:kartenbrief|carte[ -]lettre|letter[ -]card|visitenkarte|visiting card|carte de visite)[ \t]{0,20}$/imu,
    0.9,
  ],
]

/** A memorandum without its title: three labelled lines and no salutation. */
const MEMO_LABELS =
  /^(?:to|from|date|subject|re|an|von|betr\.?|betreff|datum|de|à|objet)[ \t]{0,20}:[ \t]{0,20}\S/gimu

const INVITATION =
  /\brequests? the (?:pleasure|honou?r|favou?r) of\b|\bthe (?:pleasure|honou?r) of (?:your|the) company\b|\b(?:you are|are) (?:cordially|respectfully|most cordially) invited\b|\bcordially invites?\b|(?:beehr\p{L}{1,4} sich|erlaub\p{L}{1,4} sich|gestatte\p{L}{1,3} sich)[^.]{0,120}ein(?:zu)?laden|(?:ont|a) l['’]honneur de (?:vous )?(?:inviter|prier)|(?:prie|prient) [^.]{0,60} de (?:leur|lui) faire l['’]honneur|\bvous (?:êtes|etes) cordialement invité|\bsind Sie herzlich eingeladen|\bladen (?:wir )?Sie (?:hiermit |hierdurch )?(?:herzlich |höflichst? )+(?:ein|zu)/iu
const REPLY = /\br\. ?s\. ?v\. ?p\b|\brsvp\b|\bu\. ?a\. ?w\. ?g\b/iu

const FILE_WORDS: readonly (readonly [DocumentType, RegExp])[] = [
  ['postcard', /post-?card|postkarte|carte-?postale/i],
  ['telegram', /telegram/i],
  ['invitation', /invitation|einladung/i],
  ['memo', /(?:^|[^a-z])memo(?:randum)?(?![a-z])/i],
  ['fax', /(?:^|[^a-z])(?:tele)?fax(?![a-z])/i],
  ['email', /(?:^|[^a-z])e-?mail(?![a-z])/i],
]

/** The kind of paper the text was on. Letters say so by their formulae; anything else needs a mark of its own. */
export function documentType(
  text: string,
  { language, fileName }: DocumentTypeOptions,
): Finding<DocumentType> {
  return (
    byHeading(text) ??
    byInvitation(text) ??
    byTelegramStyle(text, language) ??
    byFileName(fileName) ??
    byAddress(text) ??
    asLetter(text, fileName)
  )
}

function byHeading(text: string): Finding<DocumentType> | null {
  const head = text.slice(0, HEAD_CHARS)
  for (const [type, pattern, confidence] of HEADINGS) {
    const match = pattern.exec(head)
    if (match) return stated(type, confidence, spanOf(match))
  }
  const labels = [...head.matchAll(MEMO_LABELS)]
  const [first, last] = [labels[0], labels.at(-1)]
  if (!first || !last || labels.length < 3 || letterFormulae(text).salutation) return null
  const evidence = { start: first.index, end: last.index + last[0].length }
  return {
    value: 'memo',
    status: 'inferred',
    confidence: 0.85,
    evidence,
    reason: 'labelled heading lines, no salutation',
  }
}

function byInvitation(text: string): Finding<DocumentType> | null {
  const head = text.slice(0, 1500)
  const formula = INVITATION.exec(head)
  if (!formula || text.length > 3000) return null
  const { salutation, closing } = letterFormulae(text)
  const reply = REPLY.test(text.slice(0, 3000))
  // A letter may carry an invitation; the formula without salutation and closing is the printed or written card.
  if ((salutation ?? closing) && !reply && text.length > 700) return null
  return stated('invitation', reply || !salutation ? 0.9 : 0.75, spanOf(formula))
}

function byTelegramStyle(text: string, language: string): Finding<DocumentType> | null {
  const style = telegramStyle(text, language)
  if (!style) return null
  const { evidence, confidence, reason } = style
  return { value: 'telegram', status: 'inferred', confidence, evidence, reason }
}

function byFileName(fileName: string | undefined): Finding<DocumentType> | null {
  const name = fileName?.slice(-200) ?? ''
  const found = FILE_WORDS.find(([, pattern]) => pattern.test(name))
  return found
    ? {
        value: found[0],
        status: 'inferred',
        confidence: 0.8,
        evidence: null,
        reason: 'the file name',
      }
    : null
}

function byAddress(text: string): Finding<DocumentType> | null {
  const evidence = postalAddressFirst(text)
  if (!evidence) return null
  return {
    value: 'postcard',
    status: 'inferred',
    confidence: 0.75,
    evidence,
    reason: 'a short text below a postal address',
  }
}

/** Cards and notes pass for letters in the text alone, so even a perfect letter is not certain. */
function asLetter(text: string, fileName: string | undefined): Finding<DocumentType> {
  const { salutation, closing } = letterFormulae(text)
  const named = fileName !== undefined && parseAmiFileName(fileName)?.document_type_code === 'LT'
  const confidence = named
    ? 0.97
    : salutation && closing
      ? 0.95
      : (salutation ?? closing)
        ? 0.92
        : text.length > 800
          ? 0.9
          : 0.75
  const reasons = [
    salutation && 'salutation',
    closing && 'closing',
    named && 'file name code LT',
  ].filter(Boolean)
  const reason =
    reasons.length > 0 ? reasons.join(', ') : 'nothing marks it as another kind of document'
  return {
    value: 'letter',
    status: 'inferred',
    confidence,
    evidence: salutation ?? closing,
    reason,
  }
}

function stated(value: DocumentType, confidence: number, evidence: Span): Finding<DocumentType> {
  return { value, status: 'stated', confidence, evidence }
}
