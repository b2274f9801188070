/** Short letters of many milieus, with what must and what must not be found in them. All written for these tests. */
export interface LetterCase {
  name: string
  language: string
  text: string
  people?: string[]
  places?: string[]
  bodies?: string[]
  /** Names that are no person's, no place's or no body's here. */
  notPeople?: string[]
  notPlaces?: string[]
  notBodies?: string[]
}

export const english: readonly LetterCase[] = [
  {
    name: 'a soldier at the front, 1916',
    language: 'en',
    text: `B.E.F., France
14th July 1916

Dear Mother,

Just a line to say I am in the pink. We came out of the line on Tuesday and are billeted in a barn near Albert. Sergeant Pollitt was hit by shrapnel, and poor Jim Heaton of the Lancashire Fusiliers was killed at Fricourt. The 2nd Battalion relieved us. Tell Dad I got the parcel and the copy of the Daily Mail, and that Cyril Ogden has been sent down to the hospital at Rouen. The Y.M.C.A. hut has a piano.

Your loving son,
Harry`,
    people: ['Sergeant Pollitt', 'Jim Heaton', 'Cyril Ogden'],
    places: ['Albert', 'Fricourt', 'Rouen'],
    bodies: ['Lancashire Fusiliers', 'Daily Mail', 'Y.M.C.A.'],
    notPeople: ['Albert', 'Rouen', 'Dad'],
    notBodies: ['Mother'],
  },
  {
    name: 'a merchant, 1763',
    language: 'en',
    text: `Bristol the 3d March 1763

Messrs. Isaac Thorold & Sons
Gentlemen,

Yours of the 12th ulto. came to hand by the Charming Sally, Capt. Josiah Penn, and we note what you say of the Sugars. We have shipped by the Brothers, bound for Kingston in Jamaica, ten hogsheads on account of Messrs. Oliver & Fenwick. Mr. Lascelles writes from Bridgetown that the market is glutted. The bill on Thomas Cadwell & Co. has been noted for non acceptance, and the East India Company's sale is put off.

We are, Gentlemen, your most obedient Servants
Pagett & Drew`,
    people: ['Josiah Penn', 'Mr. Lascelles'],
    places: ['Kingston', 'Jamaica', 'Bridgetown'],
    bodies: ['Oliver Fenwick', 'Thomas Cadwell Co', 'East India Company'],
    notPeople: ['Messrs. Oliver', 'Fenwick', 'Sugars'],
  },
  {
    name: 'a typed business letter, 1955',
    language: 'en',
    text: `14 March 1955

Dear Mr. Whitcombe,

Thank you for your letter of the 9th. We have placed the order with Northgate Engineering Co. Ltd. of Wolverhampton, and copies of the drawings have gone to Imperial Chemical Industries Ltd. and to General Castings Inc. in Cleveland, Ohio. Our Mr. Dawlish will call upon you on Thursday. The Ministry of Supply has raised no objection, and the Board of Trade has issued the licence. Professor Alan Petrie of the University of Sheffield has agreed to test the samples.

Yours sincerely,
R. T. Hallam
Works Manager`,
    people: ['Mr. Dawlish', 'Professor Alan Petrie'],
    places: ['Wolverhampton', 'Cleveland'],
    bodies: [
      'Northgate Engineering Co. Ltd.',
      'Imperial Chemical Industries Ltd.',
      'General Castings Inc.',
      'Ministry of Supply',
      'Board of Trade',
      'University of Sheffield',
    ],
    notPeople: ['Northgate Engineering', 'General Castings', 'Works Manager', 'Sheffield'],
  },
  {
    name: 'an Irish emigrant, 1848',
    language: 'en',
    text: `Lowell, Massachusetts
May 2nd 1848

My dear Father and Mother,

I take the pen to let you know I am in good health, thank God. We were seven weeks from Cove to New York, and buried eleven, among them Bridget Scanlon of Skibbereen. I have work at the mill with Honora Driscoll, and Cornelius Sheehy is gone on to Buffalo to dig the canal. Father Mahony says the people at home are dying on the roads about Bantry. I send two pounds by the Bank of Ireland. Let Michael come out in the Spring by Liverpool.

Your loving daughter,
Ellen Leary`,
    people: ['Bridget Scanlon', 'Honora Driscoll', 'Cornelius Sheehy', 'Father Mahony', 'Michael'],
    places: ['Cove', 'New York', 'Skibbereen', 'Buffalo', 'Bantry', 'Liverpool'],
    bodies: ['Bank of Ireland'],
    notPeople: ['Spring', 'God', 'Father'],
  },
  {
    name: 'a scholar, 1891',
    language: 'en',
    text: `Dear Sayle,

I am obliged for the proofs. The squeezes from Halicarnassus reached the British Museum in August, but the Trustees have not met. I read a paper on them to the Hellenic Society, and Dr. Furtado thought well of it. Percival Crane has reviewed my book in the Classical Review, and somebody in the Saturday Review. Would you ask the Syndics of the Cambridge University Press if they would print it? I go to Munich at Easter, and thence to Innsbruck.

Yours ever,
H. Mortlake`,
    people: ['Dr. Furtado', 'Percival Crane'],
    places: ['Halicarnassus', 'Munich', 'Innsbruck'],
    bodies: ['British Museum', 'Hellenic Society', 'Cambridge University Press'],
    notPeople: ['Trustees', 'Easter', 'Classical Review'],
    notBodies: ['Classical Review', 'Saturday Review'],
    notPlaces: ['Easter'],
  },
  {
    name: 'a settler on the prairie, 1874',
    language: 'en',
    text: `Dear Brother William,

The grasshoppers took all the corn. Lars Nygaard lost his team, and he and Ole have gone to Topeka to ask the Relief Committee for seed. The Santa Fe Railroad is laying off men. Rev. Amos Tuttle preached at Council Grove last Sunday; the Methodist Church there has no roof. Kate is poorly. Write to us at Emporia, Kansas.

Your affectionate brother
Elias`,
    people: ['Lars Nygaard', 'Ole', 'Rev. Amos Tuttle', 'Kate'],
    places: ['Topeka', 'Council Grove', 'Emporia', 'Kansas'],
    bodies: ['Relief Committee', 'Santa Fe Railroad', 'Methodist Church'],
    notPlaces: ['Santa Fe'],
    notPeople: ['Grove'],
  },
]

export const german: readonly LetterCase[] = [
  {
    name: 'ein Soldat im Felde, 1916',
    language: 'de',
    text: `Im Felde, den 3. Juli 1916

Liebe Eltern!

Eure Karte habe ich erhalten. Wir liegen jetzt bei Péronne in Ruhe. Das Infanterie-Regiment Nr. 76 hat schwere Verluste. Leutnant Behnke ist gefallen, und der Unteroffizier Karl Dittmer liegt im Lazarett in Cambrai. Grüßt mir die Großmutter und Onkel Heinrich. Von Otto Struve habe ich nichts gehört; er soll nach Rußland gekommen sein, in die Gegend von Kowno. Schickt mir bitte Tabak und das Hamburger Fremdenblatt.

Euer Sohn
Wilhelm`,
    people: ['Leutnant Behnke', 'Karl Dittmer', 'Onkel Heinrich', 'Otto Struve'],
    places: ['Péronne', 'Cambrai', 'Rußland', 'Kowno'],
    bodies: ['Infanterie-Regiment', 'Hamburger Fremdenblatt'],
    notPeople: ['Tabak', 'Lazarett', 'Péronne'],
  },
  {
    name: 'eine Firma, 1955',
    language: 'de',
    text: `Solingen, den 7. Februar 1955

Sehr geehrte Herren!

Wir bestätigen dankend Ihr Schreiben vom 2. d. M. Die Lieferung geht morgen über die Spedition Kranz & Söhne nach Basel ab. Unser Vertreter, Herr Dipl.-Ing. Erich Lohmann, wird Sie in der kommenden Woche aufsuchen. Die Bergische Stahlwerke AG und die Rheinische Metallwaren GmbH haben ähnliche Aufträge erteilt. Den Betrag bitten wir auf unser Konto bei der Deutschen Bank in Wuppertal zu überweisen. Die Industrie- und Handelskammer ist unterrichtet.

Hochachtungsvoll
Gebr. Hartkopf`,
    people: ['Erich Lohmann'],
    places: ['Basel', 'Wuppertal'],
    bodies: [
      'Bergische Stahlwerke AG',
      'Rheinische Metallwaren GmbH',
      'Deutschen Bank',
      'Kranz Söhne',
    ],
    notPeople: ['Spedition Kranz', 'Konto', 'Lieferung', 'Woche', 'Handelskammer'],
    notPlaces: ['Lieferung'],
  },
  {
    name: 'ein Gelehrter, 1889',
    language: 'de',
    text: `Hochverehrter Herr Kollege!

Für die freundliche Übersendung Ihrer Abhandlung sage ich Ihnen besten Dank. Ich habe sie sogleich Professor Wüstenfeldt gezeigt, der sie in den Göttingischen Gelehrten Anzeigen besprechen will. Die Königlich Preußische Akademie der Wissenschaften hat Herrn Dr. Ruprecht Ebeling nach Smyrna geschickt. An der Universität Halle ist die Stelle von Theodor Aurich noch immer frei. Im Herbst gehe ich nach Quedlinburg, um in der Bibliothek zu arbeiten, und dann über Nordhausen heim.

Ihr ergebenster
A. Trendel`,
    people: ['Professor Wüstenfeldt', 'Dr. Ruprecht Ebeling', 'Theodor Aurich'],
    places: ['Smyrna', 'Quedlinburg', 'Nordhausen'],
    bodies: ['Preußische Akademie der Wissenschaften', 'Universität Halle'],
    notPeople: ['Abhandlung', 'Herbst', 'Stelle', 'Bibliothek', 'Quedlinburg'],
    notPlaces: ['Herbst'],
  },
  {
    name: 'ein Kaufmann, 1768',
    language: 'de',
    text: `Leipzig den 4ten May 1768

HochEdelgebohrner, insonders Hochzuehrender Herr!

Dero geehrtes vom 22ten passato habe richtig erhalten. Die Leinwand ist mit dem Fuhrmann Christoph Rabe nach Nürnberg abgegangen. Herr Johann Gottfried Winkelmann in Hirschberg will nicht unter acht Thaler liefern. Von Hamburg meldet man, daß Monsieur Duprat seine Zahlungen eingestellt hat. Ich erwarte Ordre wegen der Wechsel auf Amsterdam.

Dero ergebenster Diener
Joh. Adam Kistner`,
    people: ['Christoph Rabe', 'Johann Gottfried Winkelmann', 'Monsieur Duprat'],
    places: ['Nürnberg', 'Hirschberg', 'Hamburg', 'Amsterdam'],
    notPeople: ['Leinwand', 'Ordre', 'Wechsel', 'Thaler', 'Fuhrmann'],
  },
  {
    name: 'eine Auswanderin, 1883',
    language: 'de',
    text: `Milwaukee, den 12. November 1883

Liebe Schwester!

Wir sind glücklich angekommen. Die Überfahrt von Bremerhaven bis New York dauerte dreizehn Tage mit dem Dampfer des Norddeutschen Lloyd. Friedrich hat Arbeit in der Brauerei gefunden, und Auguste Zastrow aus Kolberg wohnt neben uns. Im Sommer ziehen wir vielleicht nach Sheboygan oder nach Dubuque in Iowa. Pastor Lüdecke läßt die Gemeinde grüßen. Was macht die alte Frau Mielke?

Deine Schwester
Emilie`,
    people: ['Friedrich', 'Auguste Zastrow', 'Pastor Lüdecke', 'Frau Mielke'],
    places: ['Bremerhaven', 'New York', 'Kolberg', 'Sheboygan', 'Dubuque', 'Iowa'],
    bodies: ['Norddeutschen Lloyd'],
    notPeople: ['Dampfer', 'Brauerei', 'Gemeinde', 'Sommer'],
  },
]

export const french: readonly LetterCase[] = [
  {
    name: 'un poilu, 1916',
    language: 'fr',
    text: `Aux armées, le 9 avril 1916

Ma chère Louise,

Nous avons quitté Bar-le-Duc avant-hier et nous voilà devant Verdun. Le capitaine Marchetti a été blessé ; le sergent Émile Courtin commande la section. Lucien Vasseur, de Péronne, te remercie pour les chaussettes. Le 155e régiment d'infanterie doit nous relever. On lit Le Petit Parisien avec deux jours de retard. Embrasse Jeannette et le petit Marcel pour moi, et dis à mon père que la Croix-Rouge a bien reçu son colis.

Ton mari qui t'aime,
Auguste`,
    people: ['capitaine Marchetti', 'Émile Courtin', 'Lucien Vasseur', 'Jeannette', 'Marcel'],
    places: ['Bar-le-Duc', 'Verdun', 'Péronne'],
    bodies: ['Petit Parisien', 'Croix-Rouge'],
    notPeople: ['Verdun', 'Petit Parisien'],
  },
  {
    name: 'un négociant, 1761',
    language: 'fr',
    text: `La Rochelle, le 18 août 1761

Monsieur,

J'ai reçu l'honneur de la vôtre du 3 de ce mois. Le navire la Marie-Thérèse, capitaine Guillaume Quentin, est parti de Nantes pour Saint-Domingue. Messieurs Chabot et Cie ont refusé la traite de M. Bertrand Lafargue. Les eaux-de-vie de Cognac sont à soixante livres. La Compagnie des Indes ne vend rien avant octobre. On me mande de Bordeaux que Pierre Desclaux a fait faillite.

Votre très humble serviteur
Étienne Garreau`,
    people: ['Guillaume Quentin', 'Bertrand Lafargue', 'Pierre Desclaux'],
    places: ['Nantes', 'Saint-Domingue', 'Cognac', 'Bordeaux'],
    bodies: ['Chabot et Cie', 'Compagnie des Indes'],
    notPeople: ['Monsieur', 'Messieurs Chabot', 'Cognac'],
  },
  {
    name: 'un savant, 1893',
    language: 'fr',
    text: `Cher maître,

Je reviens de Tlemcen, où j'ai copié quarante inscriptions. M. Gaston Perrault les présentera à l'Académie des inscriptions, et la Revue archéologique en donnera un extrait. Henri Delattre, professeur à l'Université de Lyon, m'a reçu à Carcassonne. La Société de géographie m'a promis son concours, et le Ministère de l'Instruction publique une mission à Kairouan.

Votre dévoué
Paul Sabatier-Roche`,
    people: ['Gaston Perrault', 'Henri Delattre'],
    places: ['Tlemcen', 'Carcassonne', 'Kairouan'],
    bodies: [
      'Académie des inscriptions',
      'Université de Lyon',
      'Société de géographie',
      "Ministère de l'Instruction publique",
    ],
    notPeople: ['Tlemcen', 'Kairouan'],
  },
  {
    name: 'une maison de commerce, 1957',
    language: 'fr',
    text: `Messieurs,

Nous avons bien reçu votre lettre du 4 courant. Notre commande a été transmise aux Établissements Morvan et Fils à Saint-Étienne et à la Société Lorraine des Aciers S.A. Monsieur Robert Chauvin, notre directeur, sera de passage à Roubaix le 20. Les factures sont à adresser au Crédit Lyonnais, agence de Tourcoing.

Veuillez agréer, Messieurs, nos salutations distinguées.
G. Lambert`,
    people: ['Robert Chauvin'],
    places: ['Saint-Étienne', 'Roubaix', 'Tourcoing'],
    bodies: ['Établissements Morvan et Fils', 'Société Lorraine des Aciers', 'Crédit Lyonnais'],
    notPeople: ['Morvan', 'Lyonnais', 'Messieurs'],
  },
]
