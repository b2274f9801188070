import type { Subject } from '../../subjects.ts'

/** Word beginnings; a `=` ends the word there, or joins two. `!` weighs double: hardly used for anything else. */
type Cues = Record<string, string>

/**
 * Words that speak for each subject, by language. Beginnings of words, so that one entry covers plural, case and most
 * spellings.
 */
export const SUBJECT_CUES: Record<Subject, Cues> = {
  family: {
    en: `mother father= sister brother daughter= !son= sons= husband= wife= children= child= family aunt= uncle= !cousin niece nephew papa= mama= mamma=
      !marriage !married marry wedding= !betroth baby= !infant lying-in confined=of nurse= grandmother grandfather`,
    de: `mutter vater= vaters= schwester bruder brüder tochter töchter sohn= söhne gatte gattin kind= kinder familie tante onkel vetter cousine neffe nichte
      !hochzeit !verlob !heirat !heirath vermähl !geburt= geboren taufe eltern= !ehe= gemahlin mama= papa=`,
    fr: `mère père= sœur soeur frère fille= filles= fils= mari= femme= enfant famille !tante= oncle neveu nièce cousin !mariage épous épouse noces !naissance
      accouch !batême baptême parents= parens= !beau-père !belle-mère maman=`,
  },
  health: {
    en: `!illness !ill= !sick !fever !health= headache !physician !doctor=has medicine !cold= !colds= cough !gout= !rheumati !surgeon !disease recover !convalesc weak= fatigue
      distemper pain= pains= bled= indispos unwell better=health nursing cholera`,
    de: `!krank !krankheit !gesundheit !arzt= ärzte doctor=war fieber !genes leidend !leiden= !kopfschmerz schmerzen husten erkält !influenza !befinden= kur= cur= badekur
      operation !sanatorium nervös unwohl !besserung schwäche apothek`,
    fr: `!maladie !malade !santé fièvre !médecin !médicin !remède !guéri rhume toux goutte= !rhumat chirurgien convalesc incommod souffr saignée !indispos faiblesse`,
  },
  death: {
    en: `!death= !died= !dead= !funeral !burial buried !mourning !grief !bereav !deceased !widow condol late=lamented last=illness loss=of dying= will=and=testament`,
    de: `!tod= !todes !gestorben !verstorben !begräbnis !beerdig !trauer !beileid !witwe wittwe verlust !leiche !sarg= !nachruf verschied hinscheiden grab= sterben=`,
    fr: `!mort= !morte= !décès !décéd !funérail enterr !deuil= !veuve défunt !condoléance regretté mourir mourut perte=de !feu=roi trépas`,
  },
  money: {
    en: `!payment !paid= !pay= !invoice !dollars= !pounds= £ $ !bill= bills= !draft= !draught= account= accounts= credit= creditor !debt !bank= banker !mortgage !interest=on loan= fee= fees=
      guineas shillings cash= owe= owed= !salary pension rent= expens price= subscription !money= funds= receipt`,
    de: `!geld= gelder !rechnung !zahlung !bezahl !mark= !kronen= !gulden !thaler !rthl rthlr !honorar !schuld= !schulden quittung !tantieme summe kosten= !gehalt= pension= !kasse= casse=
      wechsel= kredit credit !darlehen !betrag vorschuß zahlen !remuneration stipend`,
    fr: `!argent= !paiement !payement !payer !payé !francs ducats !écus louis= roubles !livres=sterling !monnoye !monnaie !dette crédit !pension !gages= appointemens appointements
      !lettre=de=change banquier quittance somme= frais= gratification caisse= !rixdales !compte=de`,
  },
  trade: {
    en: `!goods= !merchan !cargo !freight !cotton= !mules= horses=and !sale= !sell= sold= !purchas !ship=ped shipment !trade= !trader !cattle !corn= sugar= tobacco !store= bought= !order=for
      barrel bales= !market= tools= cloth= wine= !box=of parcel packages pepper=`,
    de: `!waare !waren= !handel= !händler !kaufmann kaufleute !verkauf !verkauft gekauft !lieferung !bestell fracht kiste= ballen !markt= wein= tabak paket= geschäft=`,
    fr: `!marchand !marchandise !négoce négociant !commerce= !vente= !vendre vendu !achat !achet tabac= cargaison !foire= caisse=de ballot !vin= vins= étoffe magasin`,
  },
  land: {
    en: `!land= !lands= !acre !league !settle !settler !colon !emigra !farm= !estate= !title=to !grant= !house= !cottage !garden= survey !lease= removal !plantation dwelling lots=`,
    de: `!grundstück !landgut gut=kaufen !wohnung !haus= !umzug umziehen übersied !ansied !kolonie colonie !garten= !miethe miete= acker= pacht villa= möbel`,
    fr: `!terre= terres= !maison= !logement !colonie colon= !domaine !ferme= jardin= loyer !campagne=de demeure établir=à bail=`,
  },
  government: {
    en: `!governor !government !govt= !legislat !congress !minister= secretary=of !petition !decree !ordinance !law= !laws= magistrat !alcalde !ayuntamiento council !commissioner
      !appoint !election !elected vote= votes= !parliament !president= constitution treaty passport !official office=of tariff tax= taxes= court= judge`,
    de: `!regierung !ministeri !minister= !behörde !verordnung !verwaltung !erlaß !antrag !gesuch= genehmig bewillig !magistrat !gesetz polizei landrat landrath !amtlich gericht
      !statthalterei !parlament wahl= abgeordnet !ernenn ernannt !rekurs rekours zensur censur königliche !staats`,
    fr: `!gouvernement !ministère !ministre= préfet !décret !ordonnance !loi= lois= !requête pétition !magistrat intendant !nomination nommé !tribunal juge= conseil= !cour= !impératrice
      !majesté sénat= gouverneur !employ emploi= grade= charge=de chancelier`,
  },
  war: {
    en: `!war= !army= !battle !troops= !soldier !enemy= !regiment militia !siege= !attack !rebel !revolution !prisoner !peace= !invasion cannon muskets guns= !indians=have captain=of !campaign fought= fight=`,
    de: `!krieg !armee !schlacht= schlachten !truppen !soldat !feind= !feinde !regiment !belagerung !frieden= friede= !revolution !gefangen front= !feldzug waffen !offizier officier kanonen
      !einquartier mobilis`,
    fr: `!guerre= !armée !armee !bataille !troupes= !soldat !ennemi !ennemis !régiment !regiment !siège= !paix= !révolution !prisonnier !officier général= général=de campagne= !cosaque !hussard canon= russes=
      prussiens autrichiens`,
  },
  literature: {
    en: `!book= !books= !poem !poet !poetry !novel= !novels= !author= !play= plays= !tragedy comed !drama theatre !sonnet !review= !volume= volumes= !publish edition= !manuscript !ms= mss= !literary
      literature !printing printer= bookseller magazine !scene= acts= characters= preface proof-sheets translation read=the`,
    de: `!buch= !bücher !gedicht !dichter !roman= romans= !novelle !drama= !stück= !theater !aufführ !premiere !première !manuskript !manuscript mscpt !verlag= !verleger !feuilleton !kritik !rezension !recension
      !literatur litteratur !zeitschrift !autor= !übersetz !akt= acte= !lustspiel schauspiel bühne !poesie !auflage !burgtheater !erscheinen novellen`,
    fr: `!livre= !livres= !poème !poésie !vers= !auteur= !roman= !tome= tomes= !ouvrage !traduction !traduire !littérature !litterature !littéraire !litteraire !manuscrit !libraire= !éditeur !imprim !encyclop
      !théâtre !tragédie comédie conte= journal= !journaux gazette feuilles=littéraires`,
  },
  scholarship: {
    en: `!university !college= !professor !lecture !student !school= !science !scientific !experiment !philosoph chemist !botan !museum !learned=society !academy !education tutor= !geolog mathemat !study= studies=
      !examin teaching`,
    de: `!universität !professor !vorlesung !student !studi !seminar !facultät !fakultät !akademie academie !dissertation !doktor=der !examen !wissenschaft !philolog philosoph !lehrstuhl !privatdozent !gymnasium
      !museum= !abhandlung !gelehrt !institut= habilit bibliothek prüfung`,
    fr: `!académie !academie !professeur= !université !universite !leçon élève= étude= études= !science= !sciences= !savant !expérience philosoph !mathémat !astronom !physique= mécanicien !mechanicien
      !mémoire=sur dissertation bibliothèque !observations=`,
  },
  travel: {
    en: `!journey !travel !voyage !passage=to steamboat !steamer !sail= !sailed= sailing vessel schooner !coach= !railway !railroad inn= hotel= luggage !trunk= arrive= !arrived= !arrival !depart= departure !set=out
      miles= route= landed !tour= lodging excursion`,
    de: `!reise= !reisen= gereist !abreise abgereist !ankunft angekommen !ankomm !bahn= eisenbahn !zug= züge !dampfer schiff= koffer gepäck !hotel gasthof !bahnhof !fahrt= fahre= fahren= rad= bicycle
      !aufenthalt quartier zurückgekehrt unterwegs !sommerfrische ausflug !tour= ich=komme`,
    fr: `!voyage !voyager !départ= !arrivée= arrivé= !partir= partons diligence gare= bateau vaisseau navire= voiture= !route= auberge bagage !séjour lieues= passeport débarqu traversée itinéraire`,
  },
  society: {
    en: `!visit= !visited= visits= !dinner !dined= !dine= !tea= !party= !ball= !introduc !acquaint company= !compliment neighbour neighbor !guest !present=of gift= gossip society= drank=tea !invit call=upon called=on`,
    de: `!besuch= !besuche= besuchen !einlad !eingeladen !gesellschaft= !bekannt= bekanntschaft !gäste gast= !abendessen !mittagessen !diner= !souper soirée !geschenk !grüße= glückwunsch freundschaft !blumen= gratul
      vorstellen`,
    fr: `!visite= !visites= !dîner !diner= !souper= !soirée !bal= !compagnie !connoissance=de connaissance=de présenter=à !invit !présent=de cadeau !compliment !fête= société=de`,
  },
}
