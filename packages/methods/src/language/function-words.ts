/**
 * The most frequent little words of each language, with the spellings of 1700–1900 that a modern list lacks. They survive
 * odd orthography and recognition errors better than statistics of characters, because there are so many of them.
 */
const LISTS: Record<string, string> = {
  en: `the of and to in that is was it for you with his her my have be not this but as from or which at by had are so will
    would been they she he we me your our their them him who what when if there no all can could should shall may might
    must very such than then upon into any some has were more how do did on an about these those its own before after
    again where much only other most over here out up every made am without us well know
    hath doth thou thee thy thine ye yt wch wh yr wd shd cd tho thro hast unto whom whose i i'm i've i'll don't can't
    dear sir yours truly sincerely affectionately letter friend love tomorrow thank thanks received send please arrive`,
  de: `der die und das ist nicht ich sie zu den ein mit von auf dem des eine es wir ihr sich auch so wie aber an nach bei
    für als im was noch nur wenn mir mich man aus oder wird haben hat habe war sind bin einen einer einem dass daß kann
    sein sehr schon zum zur über um bis durch mein meine meinen meiner ihre ihren ihrer ihnen uns unser mehr hier wieder
    doch da denn diese dieser dieses diesen diesem wo werden worden wurde würde hatte hätte vom am immer jetzt gewiß
    gewiss ganz dann weil keine kein nun alle alles etwas jedoch dich dir du er ihn ihm vor unter ohne gegen seit selbst
    seyn bey sey seyd itzt nit vnd vnnd jhr jhm jhn sodann ew euer euch wohl nichts mag
    lieber liebe liebster herr herrn frau fräulein freund brief herzlich herzliche herzlichst gruß grüße danke bitte
    geehrter verehrter hochachtungsvoll`,
  fr: `le la les de des du et un une que qui je vous il elle nous est pas ne en à au aux dans pour sur avec ce cette ces
    mon ma mes votre vos son sa ses notre nos mais ou où si tout tous plus par comme bien très fait être avoir suis ai
    avez avons sont était été lui leur leurs même aussi sans m'a c'est j'ai qu'il qu'elle n'est d'un d'une l'on cela
    dont moi y peu faire encore ici quand rien point jamais toujours voir fort on se me te tu ils elles étoit estoit
    avois étois seroit avoit auroit mesme nostre vostre estre faict ayant donc car puis entre depuis chez quelque
    cher chère monsieur madame mademoiselle ami amie lettre merci demain amitiés agréez veuillez`,
  la: `et in est non ad ut cum quod qui sed esse si ex quae per sunt ab enim hoc atque etiam nec aut pro me te se mihi
    tibi sibi quam ac vel autem ita ille illa eius nobis vobis vir sum erat fuit quidem tamen nunc vero inter apud
    ipse haec quo qua eo ea id nihil omnes omnia ego tu nos vos meum tuum suum vale salutem domino dei quibus post`,
  it: `il di che e la per un non una in del è con le si mi ho da al i come ma se lo gli della nel più ha sono alla dei
    delle dal ella questo questa anche mio mia suo sua tutto tutti io lei voi noi vi ci ne quando dove essere stato
    molto così perché perchè poi o ed cui degli sempre fatto signore quella quello nella sul ancora senza`,
  es: `el de que y la en los se no un por con una su para es al lo como más pero sus le ya o este sí porque esta entre
    cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso
    ante ellos e esto mí antes algunos qué unos yo otro otras otra él tanto esa estos mucho quienes nada muchos cual
    usted vd ud señor mi han ha sido las del he tiene fue era aquí bien`,
  pt: `o de que e a do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou quando
    muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse eles você essa
    num nem suas meu às minha numa pelos elas qual nós lhe deles foi tem são está ser há senhor vossa`,
  nl: `de het een en van ik te dat die in is niet zijn op aan met voor er maar om hem dan zou of wat mijn men dit zo door
    over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen
    omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja werd wij ons uw
    mijne zyn hy wy my myn zeer wel den heer`,
  da: `og i at det er en jeg til af den de ikke på med for har som han et der var om vi min mig du sig men så kan skal fra
    ved også være blev meget nu eller hvad hvor mit dem os hun ham dig da mine vil naar saa paa efter her deres intet`,
  sv: `och i att det som en på är av för med den till inte om han har de ett var jag men sig från vi så kan man när år min
    mig du skall eller vid också mycket nu hade där mitt oss dem hon honom dig sin sina efter här utan vara varit af
    icke hvad öfver äfven`,
  pl: `i w na z do się nie że jest to o jak za po co a od tak ale go już tylko dla mnie jego być ma przez przy pan pana
    pani mi ja który która które był była czy gdy moje mój jeszcze może bardzo tego tym też`,
  cs: `a v se na je že to s z do o i k ve pro za by ale si po jsem tak jako jak když mi už jeho který která byl být jen
    co ze od až nebo pan pana vám vás velmi mne mně můj jest`,
}

let index: Map<string, readonly [string, number][]> | undefined

/**
 * Word → the languages it speaks for, each with a weight. A word of one language only counts 1, of two a quarter each:
 * `in` or `de` say little. Built on first use.
 */
export function functionWordIndex(): Map<string, readonly [string, number][]> {
  if (index) return index
  const languages = new Map<string, string[]>()
  for (const [language, list] of Object.entries(LISTS)) {
    for (const word of new Set(list.split(/\s+/))) {
      languages.set(word, [...(languages.get(word) ?? []), language])
    }
  }
  index = new Map()
  for (const [word, found] of languages) {
    const weight = 1 / found.length ** 2
    index.set(
      word,
      found.map((language) => [language, weight] as const),
    )
  }
  return index
}

const sets = new Map<string, Set<string>>()

/** The function words of one language; empty for a language without a list. */
export function functionWords(language: string): Set<string> {
  let set = sets.get(language)
  if (!set) {
    set = new Set((LISTS[language] ?? '').split(/\s+/).filter(Boolean))
    sets.set(language, set)
  }
  return set
}
