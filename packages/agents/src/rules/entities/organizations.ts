import type { Letter } from './letter.ts'
import { isCommonWord, isTitle } from './lexicon.ts'
import { nameOf, withoutPossessive } from './mention.ts'
import type { ThingMention } from './mention.ts'
import { runsOn } from './tokens.ts'
import type { Token } from './tokens.ts'
import type { Organization } from './types.ts'

export type OrganizationPattern = 'firm' | 'head' | 'head-of' | 'alone'

type Kind = Organization['type']

/** Head words of names of bodies and journals, by the sort of body. */
const headWords: Readonly<Record<Kind, string>> = {
  institution:
    'Academy University College School Institute Institution Museum Library Hospital Theatre Theater Opera Gallery Observatory Seminary Society Association Club Akademie Universität Gymnasium Institut Museum Bibliothek Gesellschaft Verein Académie Université Institut Société Théâtre Collège',
  company:
    'Bank Company Compy Railway Railroad Press Verlag Verlagsbuchhandlung Buchhandlung Banque Compagnie Librairie',
  government:
    'Congress Parliament Committee Council Convention Legislature Senate Ministry Board Assembly Ayuntamiento Ministerium Reichstag Landtag Bundesrat Magistrat Ministère Sénat Commission Chancery Admiralty Treasury',
  religious: 'Church Synod Diocese Konsistorium Consistorium Église Congregation',
  other:
    'Rundschau Tageblatt Tagblatt Blätter Almanach Review Magazine Mag Gazette Times Herald Journal Chronicle Advertiser Courier Observer Quarterly Zeitung Presse Zeitschrift Revue Mercure Moniteur Register Museum Tribune Post Telegraph Intelligencer',
}
const heads = new Map<string, Kind>(
  (Object.entries(headWords) as [Kind, string][]).flatMap(([kind, list]) =>
    list.split(' ').map((word): [string, Kind] => [word, kind]),
  ),
)
const alone: Readonly<Record<string, Kind>> = {
  Congress: 'government',
  Parliament: 'government',
  Chancery: 'government',
  Admiralty: 'government',
  Reichstag: 'government',
  Burgtheater: 'institution',
  Hofburgtheater: 'institution',
  Volkstheater: 'institution',
  Stadttheater: 'institution',
  Hoftheater: 'institution',
  Nationaltheater: 'institution',
  Schauspielhaus: 'institution',
  Almacks: 'institution',
}
const germanAlone =
  /^\p{Lu}\p{Ll}{2,14}(?:theater|theaters|akademie|ministerium|gesellschaft|verlag|zeitung|bank)$/u
const germanCommon =
  /^(?:Tageszeitung|Morgenzeitung|Abendzeitung|Buchhandlung|Actiengesellschaft|Aktiengesellschaft|Abendgesellschaft|Tischgesellschaft|Reisegesellschaft|Theater)$/u
const periodicals =
  /^(?:Blackwood|Athenaeum|Athenæum|Spectator|Examiner|Literary Gazette|Quarterly|Neue Freie Presse|Neue Rundschau|Simplicissimus|Fackel|Figaro|Moniteur)$/u
/** Journals whose names are ordinary words: in quotation marks they are journals. */
const quotedJournal =
  /^(?:Zeit|Zukunft|Nation|Magazin|Jugend|Insel|Pan|Wage|Gegenwart|Kunstwart|Gesellschaft|Horen|Athenäum|Times|Globe|Examiner|Spectator|Temps|Siècle|Globe|Mercure)$/u
const linking = new Set(['of', 'the', 'de', 'des', 'du', 'la', 'für', 'der', 'and', 'for', 'to'])
const firmEnd = /^(?:Co|Comp|Company|Cie|Son|Sons|Brothers|Bros|Söhne|Sohn|fils)$/u
const institutionPrefix =
  /^(?:University|College|Bank|House|Church|Academy|Society|Court|Board|Committee|Company|Theatre|Synod|Université|Académie|Théâtre|Société|Banque|Ministère|Royal)$/u

function kindOf(head: string): Kind | undefined {
  return heads.get(withoutPossessive(head))
}

function thing(
  letter: Letter,
  from: number,
  to: number,
  pattern: OrganizationPattern,
): ThingMention {
  const first = letter.tokens[from] as Token
  const last = letter.tokens[to - 1] as Token
  const cut = last.text.length - withoutPossessive(last.text).length
  return {
    kind: 'organization',
    from,
    to,
    start: first.start,
    end: last.end - cut,
    name: nameOf(letter.tokens, from, to),
    pattern,
  }
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
    if (linked && firmEnd.test(token.text) && token.cap) return thing(letter, at, to + 1, 'firm')
    if (!token.cap && !['and', 'und', 'et', 'u'].includes(token.lower)) return undefined
    to++
  }
  return undefined
}

/** An organization at `at`: by its head word, as a firm, or one that is known alone. */
export function readOrganization(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  if (!first.cap) return undefined
  const name = withoutPossessive(first.text)
  if (/^(?:Gebrüder|Gebr|Messrs)$/u.test(first.text) && letter.tokens[at + 1]?.cap) {
    const firm = readFirm(letter, at + 1)
    if (firm) return { ...thing(letter, at, firm.to, 'firm') }
    if (first.text.startsWith('Geb')) return thing(letter, at, at + 2, 'firm')
  }
  const firm =
    isCommonWord(name, letter.language) && letter.language !== 'en'
      ? undefined
      : readFirm(letter, at)
  if (firm) return firm
  for (let to = at; to - at < 5; to++) {
    const token = letter.tokens[to]
    if (!token || (to > at && !runsOn(token))) break
    if (to > at && token.cap && kindOf(token.text) !== undefined && !isDeterminer(first))
      return thing(letter, at, extendOf(letter, to + 1), 'head')
    if (!token.cap) break
  }
  if (institutionPrefix.test(name)) {
    const to = extendOf(letter, at + 1)
    if (to > at + 1 && kindOf(name) !== undefined) return thing(letter, at, to, 'head-of')
  }
  if (first.quoted && quotedJournal.test(name)) return thing(letter, at, at + 1, 'alone')
  if (Object.hasOwn(alone, name) || periodicals.test(name))
    return thing(letter, at, at + 1, 'alone')
  if (letter.language === 'de' && germanAlone.test(name) && !germanCommon.test(name))
    return thing(letter, at, at + 1, 'alone')
  return undefined
}

function isDeterminer(token: Token): boolean {
  return /^(?:The|This|That|A|An|My|Your|His|Her|Our|Their|Der|Die|Das|Dem|Den|Des|Ein|Eine|Einer|Mein|Dein|Sein|Ihr|Le|La|Les|Un|Une)$/u.test(
    token.text,
  )
}

/** The sort of body a name tells. */
export function organizationType(mention: ThingMention): Kind {
  if (mention.pattern === 'firm') return 'company'
  const words = mention.name.split(' ')
  for (const word of words.toReversed()) {
    const kind = kindOf(word)
    if (kind !== undefined) return kind
  }
  return (
    alone[mention.name] ??
    (/theater|theatre|akademie/iu.test(mention.name) ? 'institution' : 'other')
  )
}
