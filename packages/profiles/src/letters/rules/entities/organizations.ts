import {
  bodyHeads,
  isCommonWord,
  isTitle,
  knownBodies,
  knownPlace,
  placeKey,
  runsOn,
  type Token,
} from '@colophon/methods/names'
import { readGeneric } from './generic-bodies.ts'
import type { Letter } from './letter.ts'
import { thingMention, type ThingMention, withoutPossessive } from './mention.ts'
import type { Organization } from './types.ts'

type Kind = Organization['type']

const entriesOf = (
  lists: Readonly<Record<Kind, string>>,
  separator: RegExp,
): readonly (readonly [string, Kind])[] =>
  (Object.entries(lists) as [Kind, string][]).flatMap(([kind, list]) =>
    list.split(separator).map((name): [string, Kind] => [name.trim(), kind]),
  )
const heads = new Map(entriesOf(bodyHeads, /\s+/u))
const alone = new Map(entriesOf(knownBodies, /,/u))
const aloneFirst = new Set([...alone.keys()].map((name) => name.replace(/ .*/u, '')))
const germanAlone =
  /^\p{Lu}\p{Ll}{2,14}(?:theater|theaters|akademie|ministerium|gesellschaft|verlag|zeitung|bank|kammer)$|-(?:Regiment|Bataillon|Division|Batterie|Brigade)s?$/u
const germanCommon =
  /^(?:Tageszeitung|Morgenzeitung|Abendzeitung|Buchhandlung|Actiengesellschaft|Aktiengesellschaft|Abendgesellschaft|Tischgesellschaft|Reisegesellschaft|Theater)$/u
const periodicals = new Set(
  'Blackwood Athenaeum Athenæum Spectator Examiner Quarterly Simplicissimus Fackel Moniteur'.split(
    ' ',
  ),
)
/** Journals whose names are ordinary words: in quotation marks they are journals. */
const quotedJournal =
  /^(?:Zeit|Zukunft|Nation|Magazin|Jugend|Insel|Pan|Wage|Gegenwart|Kunstwart|Gesellschaft|Horen|Athenäum|Times|Globe|Examiner|Spectator|Temps|Siècle|Globe|Mercure)$/u
const linking = new Set(['of', 'the', 'de', 'des', 'du', 'la', 'für', 'der', 'and', 'for', 'to'])
const firmEnd = /^(?:Co|Comp|Company|Cie|Son|Sons|Brothers|Bros|Söhne|Sohn|Fils|fils)$/u
const partnerTitles = new Set(['Gebrüder', 'Gebr', 'Messrs', 'Messieurs', 'MM'])
/** A firm's legal form, which closes its name. */
const legalForm =
  /^(?:Ltd|Limited|Inc|Incorporated|Corp|Corporation|GmbH|AG|KG|OHG|Cie|Sarl|SARL|SA)$/u
const institutionPrefix =
  /^(?:University|Ministry|Department|Bureau|Institute|Museum|Chamber|Universität|Bibliothek|Akademie|Gymnasium|Ministerium|Compagnie|Établissements|Etablissements|Institut|Collège|Lycée|Bibliothèque|Musée|Revue|Crédit|College|Bank|House|Church|Academy|Society|Court|Board|Committee|Company|Theatre|Synod|Université|Académie|Théâtre|Société|Banque|Ministère|Royal)$/u

const organizationMention = thingMention('organization')

function kindOf(head: string): Kind | undefined {
  return heads.get(withoutPossessive(head))
}

/** "University of Göttingen", "Bank of England", "Court of Chancery". */
function extendOf(letter: Letter, to: number): number {
  let at = to
  while (
    at - to < 4 &&
    runsOn(letter.tokens[at]) &&
    linking.has((letter.tokens[at] as Token).lower)
  )
    at++
  const name = letter.tokens[at]
  if (at === to || !runsOn(name) || !name.cap || isTitle(name.text)) return to
  if (!/^(?:of|de|des|du|für|der)$/u.test(letter.tokens[to]?.lower ?? '')) return to
  return at + 1
}

function readFirm(letter: Letter, at: number): ThingMention | undefined {
  let to = at + 1
  while (to - at < 6) {
    const token = letter.tokens[to]
    if (!token || !(token.before === 'none' || token.before === 'line' || token.before === 'comma'))
      return undefined
    const linked =
      token.ampersand || ['and', 'und', 'et', 'u'].includes(letter.tokens[to - 1]?.lower ?? '')
    if (linked && firmEnd.test(token.text) && token.cap)
      return organizationMention(letter, at, to + 1, 'firm')
    if (!token.cap && !['and', 'und', 'et', 'u'].includes(token.lower)) return undefined
    to++
  }
  return undefined
}

/** "Northgate Engineering Co. Ltd.", "Stahlwerke AG", "Société des Aciers S.A." */
function readLegalForm(letter: Letter, at: number): ThingMention | undefined {
  if (isDeterminer(letter.tokens[at] as Token)) return undefined
  for (let to = at + 1; to - at < 7; to++) {
    const token = letter.tokens[to]
    if (!token || !(runsOn(token) || token.ampersand)) return undefined
    const next = letter.tokens[to + 1]
    const dotted = token.text === 'S' && token.dot && next?.text === 'A' && runsOn(next)
    if (dotted) return organizationMention(letter, at, to + 2, 'firm')
    if (legalForm.test(token.text)) {
      return organizationMention(
        letter,
        at,
        legalForm.test(next?.text ?? '') && runsOn(next) ? to + 2 : to + 1,
        'firm',
      )
    }
    if (!token.cap && !/^(?:and|und|et|de|des|du|of|la)$/u.test(token.lower)) return undefined
  }
  return undefined
}

/** "Messrs. Oliver & Fenwick", "Messieurs Chabot et Cie", "Gebrüder Hartkopf". */
function readPartners(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  if (!partnerTitles.has(first.text)) return undefined
  const [name, link] = letter.tokens.slice(at + 1, at + 3)
  if (!name?.cap) return undefined
  const firm = readFirm(letter, at + 1)
  if (firm) return organizationMention(letter, at, firm.to, 'firm')
  if (first.text.startsWith('Geb')) return organizationMention(letter, at, at + 2, 'firm')
  if (first.text !== 'Messrs') return undefined
  // With "and" they are as often two gentlemen as one house.
  return link?.ampersand && link.cap
    ? organizationMention(letter, at + 1, at + 3, 'firm')
    : undefined
}

/** "Société de géographie", "Revue archéologique", "Ministère de l'Instruction publique". */
function readFrench(letter: Letter, at: number): ThingMention | undefined {
  const head = (letter.tokens[at] as Token).text
  if (letter.language !== 'fr' || kindOf(head) === undefined) return undefined
  let to = at + 1
  while (to - at < 4 && /^(?:de|des|du|la|l|d)$/u.test(letter.tokens[to]?.lower ?? '')) to++
  const word = letter.tokens[to]
  const adjective = /(?:ique|iques|aise|ais|ale|aire|elle|ienne)$/u
  if (!word || !(runsOn(word) || word.before === 'none')) return undefined
  if (to === at + 1 && !(adjective.test(word.lower) || word.cap)) return undefined
  if (
    /^(?:ce|cela|tous|tout|toute|toutes|lui|vous|nous|cette|ces|mon|ma|mes|son|sa|notre|votre|leur|ne|se|qui|que|un|une|nos|vos)$/u.test(
      word.lower,
    )
  )
    return undefined
  to++
  while (to - at < 7 && runsOn(letter.tokens[to])) {
    const more = letter.tokens[to] as Token
    const after = letter.tokens[to + 1]
    const linked = /^(?:des|de|du|et)$/u.test(more.lower) && after?.cap && runsOn(after)
    if (linked) to += 2
    else if (more.cap || (more.lower.endsWith('ique') && to - at > 1)) to++
    else break
  }
  return organizationMention(letter, at, to, 'head-of')
}

/** Bodies known by one word or a fixed run of words; letters with full stops count as one word. */
function readAlone(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  const name = withoutPossessive(first.text)
  if (first.initial || aloneFirst.has(name)) {
    for (let count = 4; count >= 1; count--) {
      const words = letter.tokens.slice(at, at + count)
      if (words.some((word, index) => index > 0 && !runsOn(word))) continue
      const separator = words.every((word) => word.initial) ? '' : ' '
      if (alone.has(withoutPossessive(words.map((word) => word.text).join(separator))))
        return organizationMention(letter, at, at + count, 'alone')
    }
  }
  if (periodicals.has(name) || (first.quoted && quotedJournal.test(name)))
    return organizationMention(letter, at, at + 1, 'alone')
  const german = letter.language === 'de' && germanAlone.test(name) && !germanCommon.test(name)
  return german ? organizationMention(letter, at, at + 1, 'alone') : undefined
}

/** The end of a name whose head word is at `head`: "Cambridge University Press", "Bank of England". */
function headEnd(letter: Letter, head: number): number {
  let to = head + 1
  while (
    runsOn(letter.tokens[to]) &&
    letter.tokens[to]?.cap &&
    kindOf((letter.tokens[to] as Token).text) !== undefined
  )
    to++
  return extendOf(letter, to)
}

/** An organization at `at`: by its head word, as a firm, or one that is known alone. */
export function readOrganization(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  if (!first.cap) return undefined
  const name = withoutPossessive(first.text)
  const ordinary = isCommonWord(name, letter.language) && letter.language !== 'en'
  const firm =
    readPartners(letter, at) ??
    readLegalForm(letter, at) ??
    (ordinary && !/^Établ|^Etabl/u.test(name) ? undefined : readFirm(letter, at)) ??
    readFrench(letter, at)
  if (firm) return firm
  for (let to = at; to - at < 5; to++) {
    const token = letter.tokens[to]
    if (!token || (to > at && !runsOn(token))) break
    if (to > at && token.cap && kindOf(token.text) !== undefined && !isDeterminer(first))
      return organizationMention(letter, at, headEnd(letter, to), 'head')
    if (!token.cap) break
  }
  if (kindOf(name) !== undefined && institutionPrefix.test(name)) {
    const to = extendOf(letter, at + 1)
    if (to > at + 1) return organizationMention(letter, at, to, 'head-of')
    const town = letter.tokens[to]
    if (letter.language === 'de' && runsOn(town) && town.cap && knownPlace(placeKey(town.text)))
      return organizationMention(letter, at, to + 1, 'head-of')
  }
  return readAlone(letter, at) ?? readGeneric(letter, at)
}

const determiners = new Set(
  'Im Am Zum Zur Vom In An Bei The This That A My Your His Her Our Their Der Die Das Dem Den Des Ein Eine Einer Mein Dein Sein Ihr Le La Les Un Une'.split(
    ' ',
  ),
)
const isDeterminer = (token: Token): boolean => determiners.has(token.text)

/** The sort of body a name tells. */
export function organizationType(mention: ThingMention): Kind {
  if (mention.pattern === 'firm') return 'company'
  const words = mention.name.split(' ')
  for (const word of words.toReversed()) {
    const kind = kindOf(word)
    if (kind !== undefined) return kind
  }
  return (
    alone.get(mention.name) ??
    (/theater|theatre|akademie/iu.test(mention.name) ? 'institution' : 'other')
  )
}
