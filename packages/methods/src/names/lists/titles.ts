/**
 * Words that stand before a name. `plain` ones need a name after them; `rank` ones are written in lower case too
 * ("le général", "der Hofrat"); `kin` ones make a person only together with a given name ("Aunt Mary").
 */
export const plainTitles = `
Mr Mrs Mss Miss Misses Ms Master Messrs Messr Mssrs Mister Mistress Sir Lady Ladies Lord Lords Ld Ldy Dame Dr Drs Doctor Doctr Prof Profr Rev Revd Revds Hon Honble Honorable
Honourable Esqr Capt Captn Capn Captain Cap Col Coll Colo Colol Coln Colonel Gen Genl Genel General Maj Majr Major Lieut Lieutt Lieutenant Lt Ensign Cornet Serjt Serjeant Sergeant Sergt Corporal Corpl
Admiral Adml Commodore Brigadier Brig Governor Govr Gov President Prest Presdt Senator Judge Justice Alderman Sheriff Archdeacon Dean Canon
Bishop Bp Archbishop Abp Cardinal Pope Friar Father Brother Sister Mother Deacon Elder Parson Squire Madam Madame Madme Madm Mme Mad Mde Mdme Mademoiselle Mademlle Mlle Mdlle Melle Monsieur Monsr
Mons Messieurs MM Mr Sr Abbé Abbe Duke Duchess Dutchess Dss Marquis Marquess Marchioness Earl Countess Ctess Count Viscount Visct Viscountess Baron Baroness Baronet
Prince Princess Don Doña Dona Señor Senor Señora Signor Signora Signorina Chevalier Comte Comtesse Vicomte Vicomtesse Duc Duchesse Marquise Baronne
Maréchal Marechal Princesse King Queen Emperor Empress Czar Tsar Sultan Kaiser
Herr Herrn Hrn Hr Herren Frau Fräulein Fraulein Frl Freulein Demoiselle Mamsell Mad Madame Frln Graf Grafen Gräfin Freiherr Freiherrn Freyherr Freyherrn Frhr Frhrn Freifrau Freiin Fürst Fürsten
Fürstin Herzog Herzogin Prinz Prinzen Prinzessin Prinzeß Ritter Hofrat Hofrath Hofrats Hofraths Geheimrat Geheimrath Geheimerat Regierungsrat Regierungsrath Legationsrat
Legationsrath Kommerzienrat Commerzienrath Justizrat Justizrath Medizinalrat Medicinalrath Sanitätsrat Kanzleirat Bergrat Bergrath Kriegsrat Kriegsrath Konsistorialrat
Consistorialrath Kammerrat Kammerherr Kammerherrn Minister Staatsrat Staatsrath Staatsminister Kanzler Canzler Oberst Obrist Obristen Hauptmann Rittmeister Leutnant Lieutnant Feldmarschall Professor Professorin Doktor Doctor Dr Prof Direktor
Director Rektor Pastor Pfarrer Superintendent Bischof Erzbischof Kardinal Baron Baronin Baronesse König Königin Kaiser Kaiserin Rat Rath Räthin Intendant Assessor Referendar Amtmann Bürgermeister
Doctorin Hofräthin Geheimräthin Kapellmeister Justizräthin Stud Cand Lic Mag Magister Consul Konsul Secretär Sekretär Syndicus Kommissionsrat Oberbürgermeister Kapitän Capitain Capitän Frater Pater Schwester Bruder`

export const rankTitles = `
lady lord sir miss captain colonel general major doctor professor president governor judge king queen duke duchess prince princess count countess
baron bishop mr mrs dr capt col genl gen earl marquis chevalier père mère frère sœur
général general colonel capitaine maréchal marechal comte comtesse duc duchesse marquis marquise baron baronne vicomte vicomtesse prince princesse
abbé abbe chevalier docteur professeur président ministre cardinal évêque citoyen citoyenne roi reine empereur czar
herr herrn frau fräulein hofrat hofrath graf grafen gräfin baron geheimrat professor doktor dr prof pater`

/** Titles of women, of men and of more than one: two mentions whose titles disagree are two people. */
export const femaleTitles = `
mrs miss misses ms mistress lady dame madam madame madme madm mme mad mde mdme mademoiselle mademlle mlle mdlle melle duchess dutchess dss marchioness countess ctess
viscountess baroness princess doña dona señora signora signorina comtesse vicomtesse duchesse marquise baronne princesse queen empress
frau fräulein fraulein frl freulein demoiselle mamsell frln gräfin freifrau freiin fürstin herzogin prinzessin prinzeß baronin baronesse königin kaiserin
professorin räthin doctorin hofräthin geheimräthin justizräthin schwester sister mother citoyenne reine aunt tante mère sœur`

export const maleTitles = `
mr messrs messr mssrs mister sir lord ld monsieur monsr mons messieurs mm m duke marquis marquess earl count viscount visct baron baronet prince don señor senor
signor comte vicomte duc king emperor herr herrn hrn hr herren graf grafen freiherr freiherrn freyherr frhr fürst herzog prinz prinzen ritter könig kaiser brother father bruder
uncle oncle onkel oheim père frère roi abbé abbe capt captn captain col coll colo colonel gen genl general maj major lieut lt admiral bishop rev revd`

/** Kinship words: before a given name part of a mention ("Aunt Mary"), alone never a person. */
export const kinWords = `
aunt uncle cousin grandmother grandfather grandmama grandpapa sister brother nephew niece aunty auntie granny nurse cousins aunts sisters
tante onkel oheim vetter base cousine schwester bruder muhme großmutter grossmutter großvater schwager schwägerin neffe nichte vettern
tante oncle cousin cousine neveu nièce frère soeur sœur`

/** Lower-case words inside a name. */
export const particles = `
de du des d da di della del von vom van der den zu zum zur und ten ter la le y O' Mc Mac Fitz af av`

/** Words that follow a name and belong to it. */
export const nameSuffixes =
  'Esq Esqr Esqre Esquire Bart Bt Jr Junr Jun Junior Sr Senr Sen Senior MP KC DD MD LLD FRS Baronet'
