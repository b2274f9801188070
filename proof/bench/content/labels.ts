/** What a letter does to whom it is written, as its annotation says it: the closed list of verbs. */
export const VERBS = [
  'accepts',
  'announces',
  'apologises',
  'asks',
  'condoles',
  'congratulates',
  'declares',
  'declines',
  'forwards',
  'greets',
  'introduces',
  'invites',
  'orders',
  'recommends',
  'reports',
  'sends',
  'thanks',
  'warns',
] as const

/** The twelve subjects of the annotation, each with what it covers. */
export const SUBJECTS = {
  family: 'kin, households, births, betrothals and marriages of the writer or of people near',
  health: 'illness, accidents, cures, how somebody is',
  death: 'a death, mourning, a burial',
  money: 'payments, debts, fees, pensions, prices as a matter of their own',
  trade: 'goods ordered, sent or shipped; things bought and sold',
  land: 'land grants, settling, colonies, houses and moving',
  government: 'offices and appointments, laws, administration, petitions',
  war: 'battles, troops, arms, rebellion and peace',
  literature: 'books, plays, their writing, printing, criticism and performance',
  scholarship: 'universities, academies, seminars, examinations, science',
  travel: 'journeys, routes, arrivals and meetings planned',
  society: 'visits, introductions, gifts, acquaintances and what is said of them',
} as const

export type Verb = (typeof VERBS)[number]
export type SubjectLabel = keyof typeof SUBJECTS

/** One line of letters.jsonl. Objects and terms are words as they stand in the letter; no passages. */
export interface Annotated {
  id: string
  business: { verb: Verb; object: string[] }[]
  terms: string[]
  subjects: SubjectLabel[]
}
