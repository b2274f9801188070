import type { DateToken } from './date-tokens.ts'

/** A feast by its day, or by its distance from Easter Sunday. */
export type Feast = { month: number; day: number } | { fromEaster: number }

/** Names as keys of words, those that only say about when something was written apart. */
const fixed: readonly (readonly [month: number, day: number, names: string])[] = [
  [
    1,
    1,
    'new year s day|new years day|new year day|neujahr|neujahrstag|neujahrstage|jour de l an|premier de l an',
  ],
  [1, 5, 'twelfth night'],
  [
    1,
    6,
    'twelfth day|epiphany|dreikonig|dreikonige|dreikonigstag|dreikonigstage|heilige drei konige|heiligen drei konige|hl drei konige|epiphanias|epiphanie|jour des rois|fete des rois',
  ],
  [2, 2, 'candlemas|candlemas day|lichtmess|lichtmesse|maria lichtmess|chandeleur'],
  [2, 14, 'st valentine s day|valentine s day|valentinstag|saint valentin'],
  [3, 1, 'st david s day'],
  [3, 17, 'st patrick s day|saint patrick s day'],
  [3, 25, 'lady day|annunciation|maria verkundigung|annonciation'],
  [4, 23, 'st george s day|georgi|georgii|georgitag|st georgi|saint georges'],
  [5, 1, 'may day|walpurgis|walpurgistag|philippi und jacobi'],
  [
    6,
    24,
    'midsummer day|midsummer|st john s day|st john the baptist s day|johannis|johanni|johannistag|johannistage|st johannis|st johanni|saint jean|st jean',
  ],
  [6, 29, 'st peter s day|peter und paul|peter paul|st peter and st paul|saint pierre|st pierre'],
  [7, 22, 'maria magdalena|st mary magdalen'],
  [7, 25, 'st james s day|jacobi|jakobi|st jacobi|st jakobi|saint jacques|st jacques'],
  [8, 1, 'lammas|lammas day'],
  [8, 15, 'assumption|maria himmelfahrt|assomption'],
  [
    8,
    24,
    'st bartholomew s day|bartholomai|bartholomaei|bartholomaus|saint barthelemy|st barthelemy',
  ],
  [9, 8, 'maria geburt'],
  [
    9,
    29,
    'michaelmas day|michaelmas|michaelis|michaeli|michaelistag|st michaelis|saint michel|st michel',
  ],
  [10, 18, 'st luke s day'],
  [10, 31, 'hallowe en|halloween|all hallows eve|reformationsfest'],
  [11, 1, 'all saints day|all saints|allhallows|all hallows|hallowmas|allerheiligen|toussaint'],
  [11, 2, 'all souls day|all souls|allerseelen|jour des morts'],
  [
    11,
    11,
    'martinmas|martinmas day|st martin s day|martini|st martini|martinstag|saint martin|st martin',
  ],
  [11, 25, 'st catherine s day|katharinentag|sainte catherine|ste catherine'],
  [11, 30, 'st andrew s day|andreastag|saint andre|st andre'],
  [12, 6, 'st nicholas day|st nicholas s day|nikolaus|nikolaustag|saint nicolas|st nicolas'],
  [12, 21, 'st thomas s day|st thomas day|thomastag'],
  [
    12,
    24,
    'christmas eve|xmas eve|heiligabend|heiliger abend|heiligen abend|heil abend|weihnachtsabend|weihnachtabend|christabend|veille de noel',
  ],
  [
    12,
    25,
    'christmas day|xmas day|christtag|christtage|weihnachtstag|erster weihnachtstag|ersten weihnachtstag|1 weihnachtstag|jour de noel',
  ],
  [
    12,
    26,
    'boxing day|st stephen s day|stephanstag|stephanitag|stefanitag|zweiter weihnachtstag|zweiten weihnachtstag|2 weihnachtstag|saint etienne',
  ],
  [12, 28, 'holy innocents|innocents day|innocents|childermas'],
  [
    12,
    31,
    'new year s eve|new years eve|sylvester|silvester|sylvesterabend|silvesterabend|sylvestertag|saint sylvestre|st sylvestre',
  ],
]

const movable: readonly (readonly [fromEaster: number, names: string])[] = [
  [-48, 'rosenmontag|shrove monday|lundi gras'],
  [-47, 'shrove tuesday|fastnacht|fastnachtsdienstag|faschingsdienstag|mardi gras'],
  [-46, 'ash wednesday|aschermittwoch|mercredi des cendres'],
  [-7, 'palm sunday|palmsonntag|dimanche des rameaux'],
  [-3, 'maundy thursday|grundonnerstag|grundonnerstage|jeudi saint'],
  [-2, 'good friday|karfreitag|charfreitag|charfreytag|vendredi saint'],
  [-1, 'easter eve|holy saturday|karsamstag|ostersamstag|charsamstag|ostersonnabend|samedi saint'],
  [
    0,
    'easter day|easter sunday|ostersonntag|ostertag|erster ostertag|ersten ostertag|dimanche de paques|jour de paques',
  ],
  [1, 'easter monday|ostermontag|zweiter ostertag|zweiten ostertag|2 ostertag|lundi de paques'],
  [2, 'easter tuesday|osterdienstag'],
  [7, 'low sunday|quasimodo|quasimodogeniti|weisser sonntag|weissen sonntag'],
  [39, 'ascension day|himmelfahrt|himmelfahrtstag|himmelfahrtstage|christi himmelfahrt|ascension'],
  [
    49,
    'whit sunday|whitsunday|pfingstsonntag|erster pfingsttag|ersten pfingsttag|dimanche de pentecote|jour de pentecote',
  ],
  [
    50,
    'whit monday|whitmonday|pfingstmontag|zweiter pfingsttag|zweiten pfingsttag|2 pfingsttag|lundi de pentecote',
  ],
  [51, 'whit tuesday|pfingstdienstag'],
  [56, 'trinity sunday|trinitatis|trinitatissonntag'],
  [60, 'corpus christi|fronleichnam|frohnleichnam|fronleichnamstag|fete dieu'],
]

/** The days around a feast, not the feast. */
const about: readonly (readonly [feast: Feast, names: string])[] = [
  [{ month: 12, day: 25 }, 'christmas|xmas|weihnachten|weihnacht|weyhnachten|noel'],
  [{ fromEaster: 0 }, 'easter|ostern|paques'],
  [{ fromEaster: 49 }, 'whitsun|whitsuntide|pentecost|pfingsten|pentecote'],
]

export interface NamedFeast {
  feast: Feast
  exact: boolean
}

const names = new Map<string, NamedFeast>()
for (const [month, day, forms] of fixed)
  for (const form of forms.split('|')) names.set(form, { feast: { month, day }, exact: true })
for (const [fromEaster, forms] of movable)
  for (const form of forms.split('|')) names.set(form, { feast: { fromEaster }, exact: true })
for (const [feast, forms] of about)
  for (const form of forms.split('|')) names.set(form, { feast, exact: false })

const longest = Math.max(...[...names.keys()].map((name) => name.split(' ').length))
const openers = new Set([...names.keys()].map((name) => name.split(' ')[0]))

/** The feast whose name begins at a token, and how many tokens it takes. */
export function feastAt(
  tokens: readonly DateToken[],
  index: number,
): { found: NamedFeast; count: number } | undefined {
  if (!openers.has(tokens[index]?.key)) return undefined
  for (let count = longest; count > 0; count--) {
    const part = tokens.slice(index, index + count)
    const found =
      part.length === count ? names.get(part.map(({ key }) => key).join(' ')) : undefined
    if (found) return { found, count }
  }
  return undefined
}

/** Days from 1 March to Easter Sunday. */
function easterDays(year: number): number {
  const golden = year % 19
  if (year < 1583) {
    const moon = (19 * golden + 15) % 30
    return moon + ((2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7) + 21
  }
  const century = Math.floor(year / 100)
  const shift =
    (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) %
    30
  const moon =
    shift -
    Math.floor(shift / 28) * (1 - Math.floor(29 / (shift + 1)) * Math.floor((21 - golden) / 11))
  const weekday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7
  return moon - weekday + 27
}

/**
 * Month and day of a feast. Easter is that of the Julian calendar to 1582 and of the Gregorian from 1753 on; between,
 * each country had its own, and a movable feast has no day here.
 */
export function dayOfFeast(
  feast: Feast,
  year: number | null,
): { month: number; day: number } | null {
  if ('month' in feast) return feast
  if (year === null || (year > 1582 && year < 1753)) return null
  const date = new Date(Date.UTC(year, 2, 1 + easterDays(year) + feast.fromEaster))
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}
