import type { Finding } from '@colophon/domain'
import { wordsOf } from './words.ts'

/** One trait of the language of a text. `register` says which kind of trait it is. */
export interface LanguageFeature {
  register: 'formality' | 'spelling' | 'dialect' | 'abbreviation'
  feature: string
}

type Row = readonly [LanguageFeature['register'], string, RegExp, number, number]

/** [register, feature, pattern, occurrences needed, confidence] by language. */
const MARKERS: Record<string, readonly Row[]> = {
  en: [
    [
      'formality',
      'formal address',
      /\b(?:dear|honou?red|respected) (?:sirs?|madam)\b|^[ \t]*(?:sirs?|madam|gentlemen)\b|\byour (?:most )?(?:obedient|humble) servants?\b|\b(?:yr|your) ob(?:edien)?t\b/gimu,
      1,
      0.9,
    ],
    [
      'formality',
      'title of rank in address',
      /\b(?:your|yr\.?) (?:lordship|ladyship|grace|excellency|majesty|highness|hono[u]?r)\b/giu,
      1,
      0.9,
    ],
    [
      'formality',
      'familiar address',
      /\bmy (?:own |very )?(?:dear(?:est)?|darling|beloved) (?:friend|mother|father|brother|sister|aunt|uncle|cousin|son|daughter|child|boy|girl|mama|papa|love|wife|husband|mamma|niece|nephew)\b|\b(?:darling|dearest)\b|\byour (?:ever )?(?:affectionate|loving)\b/giu,
      1,
      0.85,
    ],
    ['formality', 'thou', /\b(?:thou|thee|thy|thine)\b/giu, 2, 0.9],
    ['spelling', 'older verb endings', /\b(?:hath|doth|saith|hast|wilt|shalt)\b/giu, 1, 0.85],
    [
      'spelling',
      'older spelling',
      /\b(?:chuse|shew(?:s|n|ed|ing)?|compleat\w*|publick|musick|physick|encrease\w*|surprize\w*|cloathes|gaol|waggon|antient|intire\w*|inclos\w+|untill|stile|oeconomy|connexion|tho|thro|altho|staid|segar|burthen|grey-?hound|to-day|to-morrow|to-night)\b/giu,
      1,
      0.9,
    ],
    [
      'abbreviation',
      'contracted forms',
      /\b(?:yr|yrs|wch|wd|shd|cd|recd|obt|servt|affectly|affte|esqre?|wm|thos|chas|jas|geo|inst|ult|&c)\b|&c/giu,
      2,
      0.9,
    ],
  ],
  de: [
    [
      'formality',
      'Sie',
      /(?<![.!?:;\n»"„–-] ?)(?<!\p{L})(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)(?!\p{L})/gu,
      1,
      0.9,
    ],
    [
      'formality',
      'du',
      /(?<!\p{L})(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[nmrs]?)?)(?!\p{L})/gu,
      2,
      0.9,
    ],
    ['formality', 'Ihr/Euch', /(?<!\p{L})(?:Euch|Eu[e]?r(?:e[nmrs]?)?)(?!\p{L})/gu, 1, 0.8],
    [
      'formality',
      'title of rank in address',
      /(?<!\p{L})(?:Ew(?:\.|er)?|Euer|Eure[rn]?|Seine[rn]?|Ihre[rn]?|S[re]\.)[ \t]+(?:Hoch\p{L}+|Wohl\p{L}+|Exzellenz|Excellenz|Durchlaucht|Majestät|Hoheit|Gnaden|Erlaucht)/gu,
      1,
      0.95,
    ],
    [
      'formality',
      'formal address',
      /(?<!\p{L})(?:(?:sehr |hoch)?(?:ge|ver)ehrte[rs]?(?:ster)?|hochgeehrte\p{L}{0,4}|hochwohlgeboh?rne?\p{L}{0,3})(?!\p{L})|(?<!\p{L})(?:hochachtungsvoll|ergebenst|gehorsamst)(?!\p{L})/giu,
      1,
      0.9,
    ],
    [
      'spelling',
      'older spelling',
      /(?<!\p{L})(?:seyn?|sey[de]?|bey(?:m|de[nrs]?)?|drey|frey\p{L}{0,9}|zwey\p{L}{0,6}|\p{L}{2,12}ey(?:en)?|meynung\p{L}{0,3}|theil\p{L}{0,9}|\p{L}{0,8}thun?|thät\p{L}{0,9}|that(?:en)?|nöthig\p{L}{0,6}|noth\p{L}{0,9}|rath(?!aus)\p{L}{0,8}|werth\p{L}{0,8}|muth\p{L}{0,8}|\p{L}{2,12}niß|giebt|gieb|Capitel|Correspondenz|\p{L}{3,12}ir(?:en|te[nrs]?|t))(?!\p{L})/giu,
      2,
      0.9,
    ],
    [
      'abbreviation',
      'contracted forms',
      /(?<!\p{L})(?:u\.?[ \t]?s\.?[ \t]?w|Ew|hrn|d\.[ \t]?h|p\.[ \t]?p|ppp?|v\.[ \t]?M|d\.[ \t]?J|Rthlr?|u\.)(?=[\s.,])/gu,
      1,
      0.85,
    ],
    [
      'dialect',
      'Upper German forms',
      /(?<!\p{L})(?:heuer|Jänner|Feber|halt|eh|Sessel|nimmer|\p{L}{3,12}erl|net|nit|gelt|Bub(?:en)?|Dirndl|Servus|Grüß Gott|Mädel|bissel|bisserl)(?!\p{L})/gu,
      2,
      0.6,
    ],
  ],
  fr: [
    ['formality', 'vous', /(?<!\p{L})(?:vous|votre|vos|vôtre)(?!\p{L})/giu, 1, 0.9],
    ['formality', 'tu', /(?<!\p{L})(?:tu|te|toi|ton|tes)(?!\p{L})/giu, 3, 0.9],
    [
      'formality',
      'title of rank in address',
      /(?<!\p{L})(?:votre|vostre) (?:majesté|altesse|excellence|éminence|seigneurie|grandeur|grâce)(?!\p{L})|(?<!\p{L})monseigneur/giu,
      1,
      0.9,
    ],
    [
      'formality',
      'formal address',
      /^[ \t]*(?:monsieur|madame|messieurs|mademoiselle)\b|très[ -](?:humble|obéissant|dévoué)|agréez|veuillez/gimu,
      1,
      0.9,
    ],
    [
      'spelling',
      'older spelling',
      /(?<!\p{L})\p{L}{1,12}(?:oi(?:s|t|ent))(?!\p{L})(?<!(?:mois|trois|fois|bois|crois?t?|dois|dois?t|vois|voit|voient|croient|doit|doivent|droit|froid|sois|soit|soient|toits?|endroit|adroit|exploits?|bourgeois|françois|rois|lois|étroit|reçois|reçoit|parfois|autrefois|quelquefois))|(?<!\p{L})(?:mesmes?|estre|nostre|vostre|tems|enfans|sentimens|complimens|momens|parens|sçav\p{L}{2,6}|sçai\p{L}{0,3}|aujourdhui|monnoye|encor|avés|voulés|pouvés|desja|tousjours|poëte)(?!\p{L})/giu,
      1,
      0.9,
    ],
    [
      'abbreviation',
      'contracted forms',
      /(?<!\p{L})(?:Mgr|Mlle|Mme|Mr|St|Ste|7bre|8bre|9bre|[xX]bre|etc|S\.[ \t]?M|V\.[ \t]?M|S\.[ \t]?E)(?=[\s.,])/gu,
      2,
      0.85,
    ],
  ],
}

const REGION_CHARS = 20_000

/**
 * Registers of a text: how formally it addresses the reader, older spelling, contracted forms, dialect. Each carries the
 * place of its first instance. Modest by intent: no trait without its words in the text.
 */
export function languageFeatures(text: string, language: string): Finding<LanguageFeature>[] {
  const region = text.slice(0, REGION_CHARS)
  const words = wordsOf(region).length
  const findings: Finding<LanguageFeature>[] = []
  for (const [register, feature, pattern, atLeast, confidence] of MARKERS[language] ?? []) {
    const hits = [...region.matchAll(pattern)]
    const first = hits[0]
    // More instances are needed in a longer text: two misread words are no register.
    if (!first || hits.length < Math.max(atLeast, Math.floor((words * (atLeast - 1)) / 1000)))
      continue
    findings.push({
      value: { register, feature },
      status: 'inferred',
      confidence,
      evidence: { start: first.index, end: first.index + first[0].length },
      reason: `${hits.length} instance${hits.length === 1 ? '' : 's'}`,
    })
  }
  return findings
}
