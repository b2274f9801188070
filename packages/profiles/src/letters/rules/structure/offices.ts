import { readWords, wordList } from '@colophon/methods/words'

/** Offices, and the words that stand before them. Somebody holds them; nobody is called so. */
const words = wordList({
  office: `registrar secretary secretaries clerk treasurer chairman president director directors manager managers superintendent inspector commissioner commissioners collector controller comptroller auditor postmaster
    paymaster quartermaster adjutant librarian curator bursar bailiff coroner magistrate magistrates solicitor notary editor editors proprietor proprietors publisher publishers agent agents cashier accountant surveyor
    stationmaster constable engineer storekeeper steward bursar vicar curate chaplain surgeon physician barrister attorney warden provost sheriff marshal proctor principal master bookkeeper
    churchwarden churchwardens headmaster headmistress matron housekeeper overseer overseers foreman governor governors commandant mayor delegate delegates alcalde trustees trustee committee board council corporation
    bürgermeister oberbürgermeister landrat landrath regierungspräsident präsident direktor direktion sekretär sekretariat schriftführer schriftführerin vorstand vorsitzender vorsitzende kassier kassierer schatzmeister
    rektor rektorat dekan dekanat bibliothekar archivar redakteur redaktion redaction schriftleitung verwalter verwaltung amtmann magistrat stadtrat gemeinderat kanzlei geschäftsführer intendant intendanz
    préfet maire directeur directrice secrétaire président trésorier inspecteur receveur percepteur greffier notaire commissaire conservateur bibliothécaire archiviste rédacteur gérant proviseur recteur procureur`,
  rank: 'deputy acting assistant vice chief under sub joint honorary adjoint stellvertretender stellv head senior station',
  trade: `merchant merchants grocer draper bookseller printer brewer banker farmer planter builder miller tailor saddler druggist chemist dealer broker auctioneer teacher schoolmaster architect painter sculptor
    buchhändler kaufmann pfarrer lehrer arzt apotheker advokat rechtsanwalt fabrikant gutsbesitzer buchdrucker verleger prediger pastor
    libraire négociant avocat médecin docteur professeur instituteur curé pharmacien imprimeur architecte peintre marchand fabricant propriétaire banquier docteur`,
  small:
    'hon general royal town county city parish district state public land lands the and of for to an den die der das des dem le la les du de l king kings queen queens estate company office department university society',
})

/** Ends of German words for who holds an office or plies a trade: "Justizrat", "Buchhändler". */
export const germanOffice =
  /(?:rat|rath|rathin|ratin|meister|verweser|direktor|director|prasident|sekretar|secretar|inspektor|inspector|assessor|vorsteher|hauptmann|leutnant|handler|arzt|richter|schreiber|kommissar|commissar|ingenieur|advokat|anwalt|redakteur|redacteur|intendant|prediger|propst|probst|kanzler|rektor|rector|lehrer|verwalter|besitzer|kaufmann|drucker|verleger|bibliothekar)s?$/u

/** A word for an office or a trade, alone or as the end of a German one. */
export function isOfficeWord(key: string): boolean {
  const kind = words.exact(key)
  return kind === 'office' || kind === 'trade' || (key.length > 6 && germanOffice.test(key))
}

const offices =
  /^(?:ober|unter|general|hof|stadt|staats|bahn|post|forst|polizei|kreis|land|bezirks|amts|schul|bau)\p{L}/u

/** "Deputy Registrar", "Le Sous-Préfet", "The General Manager": an office and no name. */
export function isOfficeName(name: string): boolean {
  const kinds = readWords(name).map(({ key }) =>
    offices.test(key) && germanOffice.test(key) ? 'office' : words.exact(key),
  )
  return (
    kinds.length > 0 &&
    kinds.every((kind) => kind !== undefined) &&
    kinds.some((kind) => kind === 'office' || kind === 'rank')
  )
}

/** "Agent, Moose Jaw": an office before the place in which it is held. */
export function leadingOffice(text: string): number {
  const comma = /^[^,\n]{2,40},\s{1,3}/u.exec(text)
  if (!comma) return 0
  const kinds = readWords(comma[0]).map(({ key }) => words.exact(key))
  const held = kinds.every(Boolean) && kinds.some((kind) => kind !== 'small')
  return held ? comma[0].length : 0
}
