import { readWords, wordList } from '@colophon/methods/words'

/** Offices, and the words that stand before them. Somebody holds them; nobody is called so. */
const words = wordList({
  office: `registrar secretary secretaries clerk treasurer chairman president director directors manager managers superintendent inspector commissioner commissioners collector controller comptroller auditor postmaster
    paymaster quartermaster adjutant librarian curator bursar bailiff coroner magistrate magistrates solicitor notary editor editors proprietor proprietors publisher publishers agent agents cashier accountant surveyor
    churchwarden churchwardens headmaster headmistress matron housekeeper overseer overseers foreman governor governors commandant mayor delegate delegates alcalde trustees trustee committee board council corporation
    bürgermeister oberbürgermeister landrat landrath regierungspräsident präsident direktor direktion sekretär sekretariat schriftführer schriftführerin vorstand vorsitzender vorsitzende kassier kassierer schatzmeister
    rektor rektorat dekan dekanat bibliothekar archivar redakteur redaktion redaction schriftleitung verwalter verwaltung amtmann magistrat stadtrat gemeinderat kanzlei geschäftsführer intendant intendanz
    préfet maire directeur directrice secrétaire président trésorier inspecteur receveur percepteur greffier notaire commissaire conservateur bibliothécaire archiviste rédacteur gérant proviseur recteur procureur`,
  rank: 'deputy acting assistant vice chief under sub joint honorary adjoint stellvertretender stellv',
  small:
    'hon general royal town county city parish district state public land lands the and of for to an den die der das des dem le la les du de l king kings queen queens estate company office department university society',
})

/** "Deputy Registrar", "Le Sous-Préfet", "The General Manager": an office and no name. */
export function isOfficeName(name: string): boolean {
  const kinds = readWords(name).map(({ key }) => words.exact(key))
  return (
    kinds.length > 0 &&
    kinds.every((kind) => kind !== undefined) &&
    kinds.some((kind) => kind !== 'small')
  )
}

/** "Agent, Moose Jaw": an office before the place in which it is held. */
export function leadingOffice(text: string): number {
  const comma = /^[^,\n]{2,40},\s{1,3}/u.exec(text)
  return comma && isOfficeName(comma[0]) ? comma[0].length : 0
}
