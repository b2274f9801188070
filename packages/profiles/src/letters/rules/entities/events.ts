import type { Finding } from '@colophon/domain'
import type { Letter } from './letter.ts'
import type { Mention } from './mention.ts'
import type { LetterEvent } from './types.ts'

/** Which neighbour of the words must be named for the words to tell an event. */
type Partner = 'person-before' | 'person-after' | 'any-after' | 'title-after'

interface EventRule {
  type: string
  label: string
  words: RegExp
  partner: Partner
}

const rules: readonly EventRule[] = [
  {
    type: 'death',
    label: 'Death',
    words: /\b(?:[Dd]eath of|[Tt]od(?:e)? (?:von|des|der)|mort de|[Dd]écès de)\s/gu,
    partner: 'person-after',
  },
  {
    type: 'death',
    label: 'Death',
    words: /\s(?:died|is dead|passed away|expired|ist gestorben|starb|est morte?|mourut)\b/gu,
    partner: 'person-before',
  },
  {
    type: 'marriage',
    label: 'Marriage',
    words:
      /\b(?:[Mm]arriage of|[Ww]edding of|(?:Hochzeit|Vermählung|Verheiratung|Verlobung) (?:von|des|der)|mariage de)\s/gu,
    partner: 'person-after',
  },
  {
    type: 'marriage',
    label: 'Marriage',
    words:
      /\s(?:is (?:to be|going to be|just|lately) married|was married|is married|got married|hat sich (?:verlobt|verheiratet|vermählt)|s'est mariée?)\b/gu,
    partner: 'person-before',
  },
  {
    type: 'birth',
    label: 'Birth',
    words: /\b(?:[Bb]irth of|Geburt (?:von|des|der)|naissance de)\s/gu,
    partner: 'person-after',
  },
  {
    type: 'birth',
    label: 'Birth',
    words:
      /\s(?:was born|ist geboren|wurde geboren|est née?|(?:is|was) (?:brought to bed|delivered|confined))\b/gu,
    partner: 'person-before',
  },
  {
    type: 'battle',
    label: 'Battle',
    words: /\b(?:[Bb]attle (?:of|at|near)|Schlacht (?:bei|von|an der)|bataille de)\s/gu,
    partner: 'any-after',
  },
  {
    type: 'siege',
    label: 'Siege',
    words: /\b(?:[Ss]iege of|Belagerung von|siège de)\s/gu,
    partner: 'any-after',
  },
  {
    type: 'ball',
    label: 'Ball',
    words: /\b(?:ball|masquerade|concert) (?:at|given by)\s/gu,
    partner: 'any-after',
  },
  {
    type: 'premiere',
    label: 'Premiere',
    words:
      /\b(?:[Ff]irst (?:night|performance) of|Uraufführung (?:von|des|der)|Erstaufführung (?:von|des|der)|[Pp]remière (?:von|des|der|de))\s/gu,
    partner: 'title-after',
  },
  {
    type: 'election',
    label: 'Election',
    words: /\b(?:[Ee]lection (?:of|at|for)|[ée]lections? de)\s/gu,
    partner: 'any-after',
  },
  {
    type: 'meeting',
    label: 'Meeting',
    words: /\b(?:[Mm]eeting (?:of the|at|in)|Sitzung (?:der|des)|Versammlung (?:der|des|in))\s/gu,
    partner: 'any-after',
  },
]

const month =
  'Jan(?:uary|y|uar)?|Feb(?:ruary|y|ruar)?|Mar(?:ch|s)|März|Apr(?:il)?|May|Mai|June?|Juni|Juin|July?|Juli|Juillet|Aug(?:ust|t)?|Août|Sep(?:t|tember|tr)?|O[ck]t(?:ober|r)?|Nov(?:ember|r)?|De[cz](?:ember|r)?|[Jj]anvier|[Ff]évrier|[Aa]vril|[Ss]eptembre|[Oo]ctobre|[Nn]ovembre|[Dd]écembre'
const dates = new RegExp(
  `\\b(?:(?:on|am|le|the|den)\\s)?(?:\\d{1,2}(?:st|nd|rd|th|d|\\.|ten)?\\s(?:of\\s)?(?:${month})\\.?(?:,?\\s\\d{4})?|(?:${month})\\.?\\s\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s\\d{4})?)|\\b(?:in|anno|im Jahre)\\s1[789]\\d\\d\\b`,
  'u',
)

const confidence: Readonly<Record<Partner, number>> = {
  'person-before': 0.8,
  'person-after': 0.8,
  'any-after': 0.7,
  'title-after': 0.7,
}

/** The mention next to the words of a rule, if it is of the right sort. */
function partnerOf(
  mentions: readonly Mention[],
  rule: EventRule,
  span: { start: number; end: number },
): Mention | undefined {
  if (rule.partner === 'person-before') {
    return mentions.find(
      (mention) =>
        mention.kind === 'person' && mention.end <= span.start + 1 && span.start - mention.end <= 3,
    )
  }
  const near = mentions.find(
    (mention) => mention.start >= span.end && mention.start - span.end <= 14,
  )
  return rule.partner === 'person-after' && near?.kind !== 'person' ? undefined : near
}

/** A play's name after "first night of": words with capitals, or in quotation marks. */
function titleAfter(text: string, at: number): string | undefined {
  return /^(?:["“„»«][^"“”„»«\n]{2,60}["“”»«]|(?:my |the |meine[rs]? |Ihre[rs]? )?\p{Lu}[\p{L}'’]{2,30}(?: \p{Lu}[\p{L}'’]{2,30}){0,3})/u.exec(
    text.slice(at, at + 80),
  )?.[0]
}

/** The date the sentence gives, as written. */
function dateNear(text: string, start: number, end: number): string | undefined {
  const head = text.slice(Math.max(0, start - 80), start)
  const before = head.slice(Math.max(head.lastIndexOf('. '), head.lastIndexOf('\n\n')) + 1)
  const after = text.slice(end, end + 90)
  const stop = /[.!?](?:\s+\p{Lu}|\s*$)|\n\s*\n|--/u.exec(after)
  const sentence = `${before} | ${after.slice(0, stop?.index ?? after.length)}`
  return dates.exec(sentence)?.[0].replace(/\s+/gu, ' ').trim()
}

function eventName(rule: EventRule, mention: Mention): string {
  const at = mention.kind === 'place' && (rule.type === 'meeting' || rule.type === 'ball')
  return `${rule.label} ${at ? 'at' : 'of'} ${mention.name}`
}

function toEvent(
  letter: Letter,
  rule: EventRule,
  mention: Mention | undefined,
  span: { start: number; end: number },
): Finding<LetterEvent> {
  const date = dateNear(letter.text, span.start, span.end)
  const start = mention ? Math.min(mention.start, span.start) : span.start
  const end = mention ? Math.max(mention.end, span.end) : span.end
  const lead = /^\s*/u.exec(letter.text.slice(start, end))?.[0].length ?? 0
  const trimmed = letter.text.slice(start, end).trimEnd()
  const value: LetterEvent = {
    name: mention ? eventName(rule, mention) : trimmed.trim(),
    type: rule.type,
    description: trimmed.trim().replace(/\s+/gu, ' '),
    ...(date === undefined ? {} : { date }),
    ...(mention?.kind === 'place' ? { location: mention.name } : {}),
  }
  return {
    value,
    status: 'stated',
    confidence: confidence[rule.partner],
    evidence: { start: start + lead, end: start + trimmed.length },
  }
}

/** Events the letter tells: only those whose words stand next to the name of who or where. */
export function readEvents(letter: Letter, mentions: readonly Mention[]): Finding<LetterEvent>[] {
  const events = new Map<string, Finding<LetterEvent>>()
  const sorted = mentions.toSorted((a, b) => a.start - b.start)
  for (const rule of rules) {
    for (const match of letter.text.matchAll(rule.words)) {
      const span = { start: match.index, end: match.index + match[0].length }
      const mention = partnerOf(windowOf(sorted, span.start), rule, span)
      const title = rule.partner === 'title-after' ? titleAfter(letter.text, span.end) : undefined
      if (!mention && title === undefined) continue
      const event = toEvent(letter, rule, mention, {
        start: span.start,
        end: span.end + (title?.length ?? 0),
      })
      const key = `${rule.type} ${event.value.name}`
      if (!events.has(key)) events.set(key, event)
    }
  }
  return [...events.values()].sort((a, b) => (a.evidence?.start ?? 0) - (b.evidence?.start ?? 0))
}

/** The few mentions around an offset, found by halving. */
function windowOf(mentions: readonly Mention[], offset: number): Mention[] {
  let low = 0
  let high = mentions.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((mentions[middle]?.start ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return mentions.slice(Math.max(0, low - 4), low + 4)
}
