import type { BodyKind } from '../kinds.ts'

/** Head words of names of bodies and journals, by the sort of body. */
export const bodyHeads: Readonly<Record<BodyKind, string>> = {
  institution: `Academy University College School Institute Institution Museum Library Hospital Theatre Theater Opera Gallery Observatory Seminary Society Association Club League Fusiliers Rifles Highlanders Hussars Dragoons Lancers Yeomanry Grenadiers Borderers Regiment Brigade
    Akademie Universität Gymnasium Institut Bibliothek Gesellschaft Verein Académie Université Lycée Société Théâtre Collège Bibliothèque Musée`,
  company: `Bank Company Compy Railway Railroad Press Lloyd Verlag Verlagsbuchhandlung Buchhandlung Banque Compagnie Librairie Établissements Etablissements Crédit`,
  government: `Congress Parliament Committee Council Convention Legislature Senate Ministry Board Assembly Ayuntamiento Ministerium Reichstag Landtag Bundesrat Magistrat Ministère Sénat Commission Chancery Admiralty Treasury Department Bureau`,
  religious: 'Church Synod Diocese Konsistorium Consistorium Église Congregation Mission',
  other: `Rundschau Tageblatt Tagblatt Fremdenblatt Anzeiger Anzeigen Nachrichten Kurier Blätter Almanach Review Magazine Mag Gazette Times Herald Journal Chronicle Advertiser Courier Observer Quarterly Zeitung Presse Zeitschrift Revue Mercure Moniteur Register Tribune Post Telegraph Intelligencer Guardian Examiner`,
}

/** Bodies that one word or a fixed pair of words names. */
export const knownBodies: Readonly<Record<BodyKind, string>> = {
  institution: `Burgtheater, Hofburgtheater, Volkstheater, Stadttheater, Hoftheater, Nationaltheater, Schauspielhaus, Almacks, Red Cross, Rote Kreuz, Roten Kreuz, Rotes Kreuz, Croix-Rouge, Croix Rouge, Salvation Army, Heilsarmee, YMCA, YWCA, BBC, RSPCA, UNESCO, CNRS, Comédie Française, Comédie-Française, Théâtre-Français`,
  company: 'IBM, AEG, BASF, Reuters, Krupp AG',
  government:
    'Congress, Parliament, Chancery, Admiralty, Reichstag, War Office, Home Office, Foreign Office, Colonial Office, India Office, State Department, White House, Auswärtige Amt, Auswärtigen Amt, Wehrmacht, RAF, NATO',
  religious: 'Holy See, Heiliger Stuhl',
  other:
    'Figaro, Literary Gazette, Neue Freie Presse, Neue Rundschau, Le Matin, Petit Parisien, Petit Journal, Journal des Débats, Daily Mail, Daily News, Daily Express, Daily Mirror, Morning Star, Evening Standard, Evening News, Evening Star, Illustrated London News, Christian Science Monitor, Manchester Guardian, Pall Mall Gazette, Kladderadatsch, Gartenlaube, Humanité',
}
