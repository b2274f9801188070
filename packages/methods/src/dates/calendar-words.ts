import { createVocabulary, wordList } from '../words/vocabulary.ts'

// Month names in full, abbreviated and as old hands wrote them (Jany, 7ber, Xbre, Hornung), one line per month.
const monthForms = [
  'january jan jany janr janry janv jänner jenner januar januarius janvier janvr jenn jän jänn januari gennaio enero januarii januaris hartung eismond',
  'february feb feby febr febry febuary feber februar februarius fevrier fevr fev hornung februari febbraio febrero februarii februaris',
  'march mar mart mch marz märz merz martius mars maerz maart marzo martii martis lenzmonat lenzmond',
  'april apr apl aprl aprill avril avr aprile abril aprilis ostermonat ostermond',
  'may mai mäi mey maii maj mei maggio mayo maii maji wonnemonat wonnemond',
  'june jun juny juni junius juin brachmonat giugno junio junii brachmond',
  'july jul jly julij juli julius juillet juil juill heumonat luglio julio julii heumond heuet',
  'august aug augst augt augusti aout aoust août auguste erntemonat augustus agosto erntemond',
  'september sept sep septr sepr sepbr septbr septem septembre 7ber 7bre 7br viibre viiber herbstmonat settembre septiembre setiembre septembris 7bris viibris herbstmond',
  'october oct octr octbr octobre oktober okt oktbr octob 8ber 8bre 8br viiibre viiiber weinmonat ottobre octubre octobris 8bris viiibris weinmond',
  'november nov novr novbr novm novemb novembre nober 9ber 9bre 9br ixbre wintermonat novembris noviembre 9bris ixbris wintermond',
  'december dec decr decbr decem decemb deceb decembre dezember dez dezbr dezemb xber xbre xbr 10ber 10bre christmonat december decembris dicembre diciembre xbris 10bris christmond julmond heiligmonat',
]

export const months = createVocabulary<number>(function* () {
  for (const [index, forms] of monthForms.entries()) {
    for (const form of forms.split(' ')) yield [form, index + 1] as const
  }
})

/** Names that are also everyday words: a date only where a number stands beside them. */
export const wordlikeMonths = new Set([
  'may',
  'march',
  'mar',
  'mars',
  'august',
  'jan',
  'sep',
  'dec',
  'mai',
  'julius',
  'auguste',
  'juli',
  'avr',
  'nov',
  'oct',
  'mayo',
  'mei',
])

const weekdayForms = [
  'monday mon mondy montag mont lundi maandag',
  'tuesday tues tue tuesd dienstag dinstag dienst mardi dinsdag',
  'wednesday wed weds wednesd wedny mittwoch mittwochs mittw mercredi woensdag',
  'thursday thurs thur thursd thursdy donnerstag donnerst jeudi donderdag',
  'friday frid friday fryday freitag freytag vendredi vrijdag',
  'saturday sat saturd saturdy satdy samstag sonnabend samst samedi zaterdag',
  'sunday sund sundy sabbath sonntag sontag sonnt dimanche zondag',
]

/** ISO numbers, Monday = 1. */
export const weekdays = createVocabulary<number>(function* () {
  for (const [index, forms] of weekdayForms.entries()) {
    for (const form of forms.split(' ')) yield [form, index + 1] as const
  }
})

/** Times of day and the like that stand in datelines beside a date or in place of one. */
export const daytimes = wordList({
  daytime:
    "morning morng morn morg forenoon noon afternoon afternn evening eveng evg eveg even night midnight o'clock oclock clock half past quarter noon abends abend morgens früh frühe mittags mittag nachmittag nachmittags nachts vormittag vormittags uhr nacht matin soir midi minuit heure heures pm am",
})

/** Words that may stand between the parts of a date. */
export const dateConnectives = new Set(
  'of the ye de den d le ce du der dem of day jour in year anno a ao im jahre'.split(' '),
)

/** Endings behind the figure of a day: 4th, 4.th, 3ten, 1er, 21 st. */
export const ordinalEndings = new Set(
  'st nd rd th h d s r t ten sten te ste the er re eme ieme e o ter tn st. ts'.split(' '),
)

const units = [
  ['first one erste ersten erster eins premier un', 1],
  ['second two zweite zweiten zweyten zwei deux', 2],
  ['third three dritte dritten drei trois', 3],
  ['fourth four vierte vierten vier quatre', 4],
  ['fifth five fünfte fünften fünf cinq', 5],
  ['sixth six sechste sechsten sechs', 6],
  ['seventh seven siebte siebten siebenten sieben sept', 7],
  ['eighth eight achte achten acht huit', 8],
  ['ninth nine neunte neunten neun neuf', 9],
  ['tenth ten zehnte zehnten zehn dix', 10],
  ['eleventh eleven elfte elften eilften elf onze', 11],
  ['twelfth twelve zwölfte zwölften zwölf douze', 12],
  ['thirteenth thirteen dreizehnten dreizehnte treize', 13],
  ['fourteenth fourteen vierzehnten vierzehnte quatorze', 14],
  ['fifteenth fifteen fünfzehnten fünfzehnte quinze', 15],
  ['sixteenth sixteen sechzehnten sechzehnte seize', 16],
  ['seventeenth seventeen siebzehnten siebzehnte', 17],
  ['eighteenth eighteen achtzehnten achtzehnte', 18],
  ['nineteenth nineteen neunzehnten neunzehnte', 19],
  ['twentieth twenty zwanzigsten zwanzigste vingt', 20],
  ['thirtieth thirty dreißigsten dreißigste trente', 30],
  ['forty quarante vierzig', 40],
  ['fifty cinquante fünfzig', 50],
  ['sixty soixante sechzig', 60],
  ['seventy siebzig', 70],
  ['eighty achtzig', 80],
  ['ninety neunzig', 90],
  ['einundzwanzigsten', 21],
  ['zweiundzwanzigsten', 22],
  ['dreiundzwanzigsten', 23],
  ['vierundzwanzigsten', 24],
  ['fünfundzwanzigsten', 25],
  ['sechsundzwanzigsten', 26],
  ['siebenundzwanzigsten', 27],
  ['achtundzwanzigsten', 28],
  ['neunundzwanzigsten', 29],
  ['einunddreißigsten', 31],
  ['hundred hundert cent', 100],
  ['thousand tausend mil mille', 1000],
] as const

export const numberWords = createVocabulary<number>(function* () {
  for (const [forms, value] of units)
    for (const form of forms.split(' ')) yield [form, value] as const
})

const romanValues: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 }

function addUp(key: string): number {
  let total = 0
  for (let at = 0; at < key.length; at++) {
    const here = romanValues[key.charAt(at)] ?? 0
    total += here < (romanValues[key.charAt(at + 1)] ?? 0) ? -here : here
  }
  return total
}

/** A Roman number up to the limit; lower-case input. */
export function readRoman(key: string, limit: number): number | undefined {
  if (!/^[ivxlc]{1,8}$/.test(key)) return undefined
  const total = addUp(key)
  return total >= 1 && total <= limit ? total : undefined
}

/** "MDCCXLII", a year in Roman figures; lower-case input. */
export function readRomanYear(key: string): number | undefined {
  if (!/^md?c{0,4}[mdclxvi]{1,12}$/.test(key) || key.length < 4) return undefined
  const total = addUp(key)
  return total >= 1500 && total <= 2030 ? total : undefined
}

/** EDTF numbers of the seasons. */
export const seasons = createVocabulary<number>(function* () {
  const forms = [
    'spring frühling frühjahr frühlings lenz printemps',
    'summer sommer sommers été',
    'autumn fall herbst herbstes automne',
    'winter winters hiver',
  ]
  for (const [index, words] of forms.entries())
    for (const word of words.split(' ')) yield [word, 21 + index] as const
})
