/** What a writer does by a letter, in the order in which a summary names it. */
export type Business =
  | 'thanks'
  | 'sends'
  | 'asks'
  | 'orders'
  | 'introduces'
  | 'recommends'
  | 'invites'
  | 'accepts'
  | 'declines'
  | 'congratulates'
  | 'condoles'
  | 'apologises'
  | 'warns'
  | 'announces'
  | 'reports'

/** How a summary goes on after the verb. */
export const LINKS: Readonly<Record<Business, string>> = {
  thanks: 'thanks for',
  sends: 'sends',
  asks: 'asks about',
  orders: 'orders',
  introduces: 'introduces',
  recommends: 'recommends',
  invites: 'invites to',
  accepts: 'accepts',
  declines: 'declines',
  congratulates: 'congratulates on',
  condoles: 'condoles on',
  apologises: 'apologises for',
  warns: 'warns of',
  announces: 'announces',
  reports: 'reports on',
}

type Cues = Partial<Record<Business, RegExp>>

/** Words by which a writer does it, not words that tell of it. What is done stands after them; in German before as well. */
export const BUSINESS_CUES: Readonly<Record<string, Cues>> = {
  en: {
    thanks:
      /\b(?:thank you|thanks for|many thanks|thanks|(?:much|greatly|deeply|truly|very) obliged|grateful (?:to you )?for|gratitude for)\b/giu,
    sends:
      /\b(?:(?:I|we) (?:now |here ?with |also |have |do )*(?:send|sent|forward|enclose|inclose|transmit|remit)|(?:enclosed|inclosed|herewith)(?: is| are| you| please| I)?|accompanying|will hand you)\b/giu,
    asks: /\b(?:beg (?:you|of you|the favou?r|leave to ask)|please (?:to )?(?:send|let|tell|write|give|inform|forward|ask|make|do|get|have|say|see|put|buy)|(?:will|would|could|can) you (?:be so |have the |kindly |please )?(?:good|kind\w*|send|tell|let|give|do|oblige|ask|write|get|procure|inform)|let me know|request (?:you|the|that)|be so (?:good|kind) as to|I (?:should|would) (?:be glad|like) to know|I want (?:you )?to know|do (?:tell|write|send|let) me|tell me)\b/giu,
    orders:
      /\b(?:(?:please )?(?:ship|order|purchase|buy) (?:for )?(?:me|us)|wish you to (?:buy|purchase|ship))\b/giu,
    introduces:
      /\b(?:introduc(?:e|ing) to you|letter of introduction|the bearer|will be handed you by|beg leave to introduce)\b/giu,
    recommends: /\b(?:(?:beg (?:leave )?to |I |to )recommend)\b/giu,
    invites:
      /\b(?:pleasure of your company|(?:come|dine|drink tea) (?:and|with) (?:us|me|dine|stay)|hope you will come|invite you)\b/giu,
    accepts:
      /\b(?:accept with pleasure|happy to accept|accept your (?:kind|offer|invitation|proposal))\b/giu,
    declines:
      /\b(?:(?:must|obliged to|beg to|have to|forced to) decline|cannot accept|(?:am|are) not coming|cannot (?:come|go|be) (?:to|with|at)|unable to (?:accept|come|attend)|decline)\b/giu,
    congratulates: /\b(?:congratulat\w+|wish you joy|give you joy)\b/giu,
    condoles:
      /\b(?:condol\w+|sympathi[sz]e with you|feel for you|your (?:great |sad |heavy )?(?:loss|affliction|bereavement))\b/giu,
    apologises: /\b(?:apologi[sz]e|beg your pardon|forgive me|sorry (?:that|for|not))\b/giu,
    warns:
      /\b(?:warn (?:you|them)|warning you|guard(?:ing)? you against|caution(?:ing)? you|beware of|put you on your guard)\b/giu,
    announces:
      /\b(?:(?:beg leave |have )?to (?:inform|acquaint|announce|apprise|advise) (?:you|to you)|will be (?:published|married)|(?:is|are) (?:engaged|to be married)|I (?:shall|will|intend to|propose to) (?:leave|set out|arrive|be in|come))\b/giu,
  },
  de: {
    thanks: /(?<!\p{L})(?:dank(?:e|en|t)?|herzlich(?:en|sten) dank|verbunden|dankbar)(?!\p{L})/giu,
    sends:
      /(?<!\p{L})(?:sende|schicke|übersende|überschicke|übergebe|beifolgend\p{L}*|beiliegend\p{L}*|anbei|hierbei|inliegend\p{L}*|lege (?:ich )?bei|gesandt|geschickt|zugesandt|zugeschickt)(?!\p{L})/giu,
    asks: /(?<!\p{L})(?:bitte|bitten|ersuche|ersuchen|bäte|möchten sie|möchtest du|könnten sie|könntest du|können sie|kannst du|wollen sie|willst du|(?:bestellen|senden|schicken|schreiben|besorgen|geben|sagen|lassen|bringen|machen|nehmen|theilen|teilen|verschaffen|fragen|bedenken) sie|(?:schick|schreib|sende?|besorg|sag|gib|bring|laß|frag)e? (?:mir|uns|ihm|ihr)|anfrage|frage an|antrag\p{L}*)(?!\p{L})/giu,
    recommends: /(?<!\p{L})(?:empfehle|zu empfehlen|empfehlung)(?!\p{L})/giu,
    introduces: /(?<!\p{L})(?:überbringer\p{L}*|vorzustellen|vorstellen)(?!\p{L})/giu,
    invites:
      /(?<!\p{L})(?:lade|einzuladen|einladung|kommen sie (?:doch )?(?:zu|morgen|heute))(?!\p{L})/giu,
    declines:
      /(?<!\p{L})(?:ablehnen|abzulehnen|leider (?:nicht|kann|muß|verhindert)|absagen|abzusagen)(?!\p{L})/giu,
    congratulates:
      /(?<!\p{L})(?:glückwunsch|glückwünsche|gratulire|gratuliere|gratulieren|glück zu)(?!\p{L})/giu,
    condoles: /(?<!\p{L})(?:beileid|theilnahme|teilnahme|ihren verlust)(?!\p{L})/giu,
    apologises: /(?<!\p{L})(?:verzeih(?:en|ung|e|t)?|entschuldig\p{L}*)(?!\p{L})/giu,
    announces:
      /(?<!\p{L})(?:(?:theile|teile) (?:ich )?(?:ihnen|dir) mit|anzuzeigen|anzeige|mitzut(?:h)?eilen|ich (?:komme|reise|fahre|bleibe|werde kommen)|komme ich|reise ich|fahre ich|erscheint)(?!\p{L})/giu,
  },
  fr: {
    thanks:
      /(?<!\p{L})(?:remerci\p{L}+|merci|graces?|grâces?|reconnaissan\p{L}+|reconnoissan\p{L}+|obligé)(?!\p{L})/giu,
    sends:
      /(?<!\p{L})(?:(?:vous|t['’]|lui) ?(?:envoi?e|envoye|envoyer|adresse|adresser|transmets|remets|fais passer|faire tenir|communiquer)|ci-joint\p{L}*|ci-inclus\p{L}*|j['’]ai l['’]honneur de vous (?:envoyer|adresser|transmettre|remettre))(?!\p{L})/giu,
    asks: /(?<!\p{L})(?:(?:vous |te )?(?:prie|supplie|demande|conjure)|ayez la bonté|veuillez (?:bien )?me|faites[- ]moi|donnez[- ]moi|dites[- ]moi|mandez[- ]moi|envoyez[- ]moi|voudriez[- ]vous|pourriez[- ]vous)(?!\p{L})/giu,
    recommends: /(?<!\p{L})(?:recommand\p{L}+)(?!\p{L})/giu,
    introduces: /(?<!\p{L})(?:présenter|le porteur|porteur de cette)(?!\p{L})/giu,
    invites: /(?<!\p{L})(?:invit(?:e|er|ons|ation))(?!\p{L})/giu,
    declines: /(?<!\p{L})(?:refuser|ne puis accepter|ne peux accepter)(?!\p{L})/giu,
    congratulates: /(?<!\p{L})(?:félicit\p{L}+)(?!\p{L})/giu,
    condoles: /(?<!\p{L})(?:condoléance\p{L}*|prends part à|perte que vous)(?!\p{L})/giu,
    apologises: /(?<!\p{L})(?:pardonnez|excusez|demande pardon)(?!\p{L})/giu,
    announces:
      /(?<!\p{L})(?:(?:vous |t['’])(?:annonce|annoncer|apprends|apprendre|informe|informer|mande|mander|fais part)|annoncer|apprendre que|faire part)(?!\p{L})/giu,
  },
}
