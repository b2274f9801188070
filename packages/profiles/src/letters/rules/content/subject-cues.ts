/** The subject headings of the letters profile. */
export type Subject =
  | 'correspondence'
  | 'administrative'
  | 'business_transaction'
  | 'personal_matters'
  | 'organizational_management'
  | 'spiritual_practice'
  | 'educational_content'
  | 'event_invitation'
  | 'travel_logistics'
  | 'historical_documentation'

/** Word beginnings; a `=` ends the word there. `!` weighs double: hardly used for anything else. */
type Cues = Record<string, string>

/**
 * Words that speak for each subject, by language. `correspondence` has none: it is what is left. Beginnings of words,
 * so that one entry covers plural, case and most spellings.
 */
export const SUBJECT_CUES: Record<Exclude<Subject, 'correspondence'>, Cues> = {
  administrative: {
    en: `!governor !government !govt= !legislat !department= !commissioner petition decree !ordinance regulation authorit official law= laws=
      magistrate alcalde !ayuntamiento council congress !minister= secretary passport license licence treaty !custom-house tariff tax= taxes= taxation
      excellency appoint jurisdiction municipal election deput memorial constitution militia !despatch ministry parish= court= judge`,
    de: `!regierung !ministeri behörde !verordnung verwaltung !erlaß erlass verfügung amtlich !antrag gesuch genehmig bewillig magistrat !bescheid
      !departement gesetz polizei paß= reisepaß steuer landrat landrath kanzlei !amtsgericht gericht protokoll ressort königliche !staatsminister bekannt=gemacht`,
    fr: `!gouvernement !ministère !ministre préfet préfecture !décret !ordonnance règlement administration autorité officiel loi= lois= !requête pétition
      magistrat !intendant secrétaire passeport impôt tribunal juge= conseil commission nomination !convention recrues régiment`,
  },
  business_transaction: {
    en: `!payment !invoice !purchase price prices= !dollars $ £ !bill= bills= !draft= !draught= account= accounts= credit= creditor debt= debts= !bank= banker
      !mortgage !sale= sell= sold= goods= !merchant !cargo freight cotton= contract= bargain interest=per per=cent lease= rent= deed= title= land= lands= acres
      leagues= shares= profit loss= stock= negroe cattle mules !firm= publisher copyright royalt edition= subscription order=for receipt pounds= guineas shillings cash= owe=`,
    de: `!rechnung !zahlung bezahl preis= preise !mark= kronen= gulden !thaler !rthl rthlr honorar !verleger verlag= vertrag= contract kauf verkauf !lieferung bestell
      waaren waren= handel= !geschäft bank= wechsel= !kredit credit schuld= schulden quittung !tantieme exemplare betrag firma= summe kosten= prämie auflage`,
    fr: `!paiement !payement !facture prix= achat achet vent[e]= vendre !francs livres=sterling écus louis= !compte= !lettre=de=change banquier crédit dette débiteur créancier
      marchand négociant commerce= !contrat marchandise libraire= éditeur édition exemplaire somme= frais= souscription ducats roubles monnoye monnaie gratification`,
  },
  personal_matters: {
    en: `!mother !father= !sister !brother !daughter= son= husband= !wife= child= children= family !aunt= !uncle= !cousin niece nephew !illness ill= sick= fever= !health=
      !marriage married wedding= love= loved= beloved dearest= darling= !death= died= funeral grief birth= baby= home= affection happiness headache physician doctor=
      mama= papa= mamma= dinner= lonely heart= tears= friendship`,
    de: `!mutter !vater= !schwester !bruder !tochter !sohn= gatte !gattin !kind= !kinder familie !tante !onkel krank !krankheit gesundheit arzt= fieber !hochzeit verlob
      heirat liebe= geliebt gestorben begräbnis !tod= trauer geburt !sehnsucht herz= thränen tränen freundschaft glückwunsch beileid seele= schmerz= traurig befinden= eltern`,
    fr: `!mère !père= !sœur !soeur !frère !fille= fils= mari= !femme= enfant famille !tante= !oncle neveu nièce cousin maladie malade !santé fièvre médecin
      mariage noces amour= aime= mort= décès deuil naissance tendre larmes cœur= bonheur maman papa= parents= parens= chagrin douleur embrasse`,
  },
  organizational_management: {
    en: `!committee !society= !association= !board= !member= members= !meeting= chairman president= !secretary=of treasurer resolution minutes= !institution= club= company= trustee
      colony= colonist settler settlement staff= !director election= !fund= organi[sz] manage superintend establishment !branch=office troops= regiment= volunteer officer= officers=`,
    de: `!verein !gesellschaft= !ausschuß !ausschuss !comité komitee !vorstand !mitglied sitzung versammlung !akademie direktor director direktion statut satzung kasse= casse=
      !seminar= abteilung leitung organis verwaltungsrat !redaktion redaction theater= intendan institut= anstalt wahl=`,
    fr: `!comité !société= !association !académie !membre assemblée séance président secrétaire=perpétuel trésorier directeur directrice règlement élection fonds= établissement
      institution commission= bureau= organis compagnie administration=de`,
  },
  spiritual_practice: {
    en: `!prayer !pray= !sermon !church !bishop !gospel !christ= christian !bible scripture !salvation !soul= souls= !faith= religio providence !lord=jesus chapel !sacrament
      missionar minister=of holy= sin= sins= eternal heaven= blessing= grace= worship congregation baptis catholic priest= !meditation spiritual clergy psalm`,
    de: `!gebet !beten= !predigt !kirche !gottesdienst !evangeli christ= christlich !bibel heilig= heilige seligkeit !glaube=an religio vorsehung !pfarrer !priester bischof
      pastor= geistlich gnade=gottes sünde ewigkeit segen= himmel fromm sakrament andacht abendmahl`,
    fr: `!prière !prier=dieu !sermon !église= !évêque !évangile chrétien !bible= !salut=de !âme= âmes= religion religieu providence chapelle sacrement
      sainte= péché éternel ciel= bénédiction grâce=de=dieu curé= prêtre messe= !spirituel pasteur= dévotion abbé=`,
  },
  educational_content: {
    en: `!school !university !college= !pupil !student !lesson teach taught teacher !education= educated tutor lecture= lectures= professor= study= studies= studied !learning=
      book= books= read= reading= !poem poetry author= !novel= volume= volumes= essay translation literature literary review= publish play= !tragedy comedy drama
      botan chemist philosoph science scientific experiment encyclop museum= manuscript history= critic !sonnet`,
    de: `!schule !universität !student !schüler unterricht !lehrer vorlesung !professor= studi lehrstuhl !dissertation !wissenschaft bücher buch= !gedicht dichter roman= novelle
      drama= !stück= theaterstück aufsatz abhandlung übersetz literatur kritik rezension recension !manuskript manuscript mscpt feuilleton aufführung philolog philosoph
      geschichte= poesie bibliothek zeitschrift lesen= gelesen premiere`,
    fr: `!école !université !collège= !élève étudiant leçon enseign professeur= !éducation études= étude= lecture= livre= livres= !poème poésie auteur= !roman= volume= tome= essai
      traduction traduire littérature littéraire critique= manuscrit savant !encyclopédie encyclopedie philosoph science mémoire=sur bibliothèque théâtre pièce=de tragédie imprim`,
  },
  event_invitation: {
    en: `!invit !r.s.v.p !rsvp pleasure=of=your=company pleasure=of=the=company request=the=pleasure requests=the=pleasure request=the=honour honour=of=your=company attend=the !banquet !reception= !ceremony
      wedding= !ball= party= dine=with dinner=on breakfast=with tea=with tickets= !celebration anniversary !concert exhibition opening=of join=us come=to=dinner`,
    de: `!einlad !eingeladen !u.=a.=w.=g !um=antwort=wird beehre=mich=sie beehren=sich empfang= !fest= feier !festlichkeit !ball= gesellschaft=bei mittagessen abendessen !souper diner= !soirée
      zu=tisch hochzeitsfeier !jubiläum konzert= concert= ausstellung eröffnung loge= premiere karten=für bei=uns=zu willkommen besuchen=sie kommen=sie`,
    fr: `!invit !r.s.v.p !rsvp honneur=de=votre=présence plaisir=de=votre=compagnie !banquet !réception= !cérémonie bal= !soirée fête= dîner= diner= souper= déjeuner= noces= anniversaire
      !concert exposition inauguration billets= loge= venez=dîner`,
  },
  travel_logistics: {
    en: `!journey !travel !voyage !passage= steamboat steamer !steam !sail= sailed= sailing ship= vessel schooner !coach= !carriage= train= !railway !railroad station= horse= horses=
      road= roads= inn= hotel= luggage baggage !trunk= arrive= arrived= arrival departure depart= set=out miles= route= landed port= !emigrat tour= ticket= lodging`,
    de: `!reise= !reisen= abreise abgereist !ankunft angekommen !bahn= eisenbahn !zug= züge !dampfer schiff !postkutsche wagen= koffer gepäck !hotel gasthof zimmer=in bahnhof fahrt= fahre= fahren=
      rad= gefahren abfahr route= !aufenthalt quartier wohnung=in rückkehr zurückgekehrt unterwegs spazier sommerfrische reisend`,
    fr: `!voyage !voyager !départ= !arrivée= partir= partons diligence chemin=de=fer train= gare= bateau vaisseau navire= !port=de voiture= chevaux route= hôtel= auberge
      bagage !malle= séjour lieues= passeport débarqu traversée courrier=de itinéraire`,
  },
  historical_documentation: {
    en: `!archive !chronicle !biograph !genealog !antiquar !memoir historian histor documents= manuscripts= records= record=of !battle= !war= army= !revolution campaign enemy= troops= siege=
      king= queen= !parliament= treaty= independence prisoners= general= colonel= invasion massacre indians= !eyewitness witnessed burnt= killed=`,
    de: `!archiv !chronik !biographie !memoiren !geschichtsschreib historisch histor urkunde dokument !denkwürdig tagebuch tagebücher nachlaß nachlass !krieg schlacht= armee !revolution
      feind truppen belagerung könig= !kaiser= parlament= friede= gefangen general= !feldzug front= soldat regiment= zeugnis`,
    fr: `!archives !chronique !biographie !mémoires !historien histor document manuscrits= !bataille !guerre= armée !révolution campagne=de ennemi troupes siège=
      roi= reine= !empereur parlement= traité= paix= prisonnier général= !souverain témoin`,
  },
}
