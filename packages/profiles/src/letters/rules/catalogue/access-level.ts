import type { Finding, Span } from '@colophon/domain'
import { spanOf } from './letter-form.ts'

export type AccessLevel = 'public' | 'restricted' | 'private'

export interface AccessLevelOptions {
  language: string
  year?: number | undefined
  currentYear: number
}

/** After this many years nobody who is named can be living, give or take. */
const CLOSED_YEARS = 100
const HEAD_CHARS = 1500
const REGION_CHARS = 40_000

/** A marking stands on a line of its own or in brackets near the head; "in confidence" in a sentence is talk. */
const MARKING =
  /^[ \t([*_"'-]{0,8}(?:strictly |most |private (?:and|&) |personal (?:and|&) |streng |sehr |strictement )?(?:confidential|private|personal|secret|vertraulich|persönlich|privat|geheim|eigenhändig|confidentiel(?:le)?|personnel(?:le)?|secr[èe]te?)(?: (?:and|&|und|et) (?:confidential|private|vertraulich|confidentiel))?[ \t)\].!*_"'-]{0,8}$|[([](?:strictly )?(?:confidential|vertraulich|streng vertraulich|confidentiel)[)\]]/imu

/** Said in the letter itself: the reader is to keep it to himself. */
const SECRECY =
  /\b(?:burn this(?: letter)?|(?:show|shew) (?:this|it) to (?:no ?one|nobody)|strictly (?:confidential|between (?:us|ourselves))|(?:this|which) is (?:quite |strictly |entirely )?(?:confidential|between ourselves)|in strict(?:est)? confidence)\b|\b(?:verbrenne?n? (?:Sie )?diesen Brief|streng vertraulich|unter vier Augen|ganz vertraulich)\b|(?:brûlez (?:cette lettre|la)|strictement confidentiel|entre nous soit dit)/iu

const MEDICAL =
  /\b(?:diagnos(?:is|ed|es)|prognosis|medical (?:report|record|history|certificate)|patient(?:'s)? (?:name|record|file)|biopsy|chemotherapy|psychiatric|hiv)\b|(?<!\p{L})(?:diagnose|befund(?:bericht)?|krankenakte|ärztliches? (?:attest|zeugnis|gutachten)|arztbericht|diagnostic médical|dossier médical|certificat médical|bulletin de santé)(?!\p{L})/iu
const LEGAL =
  /\b(?:attorney[- ]client|privileged (?:and|&) confidential|without prejudice|social security n|medical privilege)\b|(?<!\p{L})(?:anwaltsgeheimnis|mandant(?:en)?geheimnis|amtsverschwiegenheit|secret professionnel|sous le sceau du secret)(?!\p{L})/iu
const PERSONAL_NUMBERS =
  /\b(?:passport (?:no|number)|bank account (?:no|number)|iban|ssn|date of birth|d\.o\.b\.)(?!\p{L})|(?<!\p{L})(?:geburtsdatum|kontonummer|passnummer|sozialversicherungsnummer|date de naissance|numéro de compte)(?!\p{L})/iu

const OPEN =
  /^[ \t]{0,20}(?:(?:an )?(?:open letter|circular(?: letter)?|public notice|press release|offener brief|rundschreiben|an die öffentlichkeit|pressemitteilung|bekanntmachung|lettre ouverte|lettre circulaire|avis au public|communiqué de presse)|to the (?:public|editor of (?:the )?\p{Lu}[\p{L} ]{2,40})|for (?:immediate )?(?:release|publication))[ \t]{0,20}[.,:!]?[ \t\r]{0,20}$|\b(?:the public is (?:cordially )?invited|all are (?:cordially )?(?:invited|welcome)|open to the public|admission (?:is )?free|eintritt frei|jedermann ist (?:herzlich )?eingeladen|entrée libre|ouvert au public)\b/imu

/**
 * Who may see a document. `restricted` is the safe ground: `private` needs a marking or sensitive matter, `public` a
 * good reason (long closed, or addressed to the public). A recent letter is never public on its own.
 */
export function accessLevel(text: string, options: AccessLevelOptions): Finding<AccessLevel> {
  const age = options.year === undefined ? null : options.currentYear - options.year
  const closed = age !== null && age > CLOSED_YEARS
  const marking = find(MARKING, text.slice(0, HEAD_CHARS))
  if (marking && closed)
    return {
      ...inferred('restricted', 0.8, 'marked as confidential, though long ago'),
      evidence: marking,
    }
  if (marking) return stated('private', 0.9, marking)
  const region = text.slice(0, REGION_CHARS)
  if (closed)
    return inferred(
      'public',
      0.9,
      `written more than ${CLOSED_YEARS} years before ${options.currentYear}`,
    )
  for (const [pattern, reason] of SENSITIVE) {
    const found = find(pattern, region)
    if (found) return { ...inferred('private', 0.85, reason), evidence: found }
  }
  const secrecy = find(SECRECY, region)
  if (secrecy) return { ...stated('private', 0.8, secrecy), reason: 'the writer asks for secrecy' }
  const open = find(OPEN, region)
  if (open) return stated('public', 0.85, open)
  if (age !== null)
    return inferred(
      'restricted',
      0.85,
      `less than ${CLOSED_YEARS} years old: people named may be living`,
    )
  return inferred('restricted', 0.8, 'date unknown: people named may be living')
}

const SENSITIVE = [
  [MEDICAL, 'medical matter of a person who may be living'],
  [LEGAL, 'legal matter under privilege'],
  [PERSONAL_NUMBERS, 'personal data of a person who may be living'],
] as const

function find(pattern: RegExp, region: string): Span | null {
  const match = pattern.exec(region)
  return match && spanOf(match)
}

function stated(value: AccessLevel, confidence: number, evidence: Span): Finding<AccessLevel> {
  return { value, status: 'stated', confidence, evidence }
}

function inferred(value: AccessLevel, confidence: number, reason: string): Finding<AccessLevel> {
  return { value, status: 'inferred', confidence, evidence: null, reason }
}
