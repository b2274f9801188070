import { functionWords } from '../language/index.ts'

/**
 * Words too common in correspondence to describe any of it: beside the function words, its small change (verbs of
 * saying, hoping and sending, degrees, days, forms of address), with older spellings and usual contractions.
 */
const WEAK: Record<string, string> = {
  en: `able about above accept according account actually add affair afraid again against ago agree alas allow almost alone along
    already also although always among amongst answer anxious any anybody anyone anything appear apt are around arrive arrived ask
    asked away back bad be became because become been began begin being believe beg best better between beyond big bit both bring
    brought business but call called came can cannot care case certain certainly chance come comes coming common concerning
    consequence consider could course day days deal dear dearest desire did different direct doing done doubt down due during each
    early easily either else end enough entirely especially even evening ever every everybody everything exactly except
    expect expected express extremely fact far feel few find first five follow following forget former forward found four
    friday from full further gave general generally gentleman gentlemen get getting give given gives giving glad go goes going
    gone good got great greater greatest greatly had half hand happen happy hardly hear heard heart help hence here herself high
    himself hold hope hoped hoping hour hours house however hundred idea immediately important impossible indeed inform informed
    instant intend intended interest itself join june july just keep kind kindly kindness knew known knows lady large last late
    lately later latter least leave left less lest let letters life like likely line lines little live lived long longer look
    lord lost lot low made make makes making man manner many march master matter may mean means meant meet men mention mentioned
    mere merely mine miss moment monday monsieur month months morning mostly much myself name near nearly necessary need
    never new next night nine nobody none noon nor nothing notice november now number object oblige obliged occasion
    october off offer often oh old once one ones opinion opportunity order ought ourselves own paid paper part particular
    particularly party pass past pay people perfect perfectly perhaps person persons place plain please pleased pleasure point poor
    possible possibly post pray present presently probable probably proper properly proved put question quite rather read
    reading ready real really reason receive receiving regard regret rejoice remain remained remains remember request respect
    respectfully rest return returned right round said sake same saturday saw say saying says scarcely second see seeing seem
    seemed seems seen self sense sent september serve seven several she short shortly show shown side since sit six small so
    some somebody something sometimes somewhere soon sooner sorry sort speak spite stand state stay still stop strange strong
    subject suppose supposed sure surely take taken takes taking talk tell ten than themselves therefore thing things think
    thinking third thirty thought thoughts thousand three through thursday thus till time times today together told too took
    toward towards tried trouble true trust truth try trying tuesday turn twelve twenty twice two under understand
    understood unless until up use used useful usual usually various view visit visited wait want wanted wants way ways wednesday
    week weeks went were whatever whatsoever whenever wherever wherein whether while whilst whole why wife wish wished wishes wishing within wonder
    word words work world worth write writes writing written wrong wrote year years yes yesterday yet young your
    yourself january february april august december sunday affectionate affectionately obedient obediently humble servant faithfully cordially
    esq esqr esqre mr mrs ms dr messrs capt col genl gen hon rev jun senr jr sr viz etc yrs inst ult prox recd obt servt compts
    wm jas thos chas geo jno saml benj robt jan feb mar apr jun jul aug sept oct nov dec janry febry decr novr octr septr
    vol page ps nb st th nd rd didn doesn isn wasn won wouldn ll ve re amp happiness delighted sincere heartily comply obtain
    inclosed enclosed enclose inclose assure assured acknowledge favor favour quantity shew shewn chuse untill altho tho thro
    concerned compelled engaged disposed determined compliments regards mama papa
    doubtless handsome charming agreeable delightful amusing pretty dreadful tis twas betwixt thence thither hither lastly
    continue continued obliging hastily anybody sight instead finished begun bear bearer run ran walk walked stood heavy easy
    behind beside besides concern fully particulars thank thankful lay lie set sat none finding felt feeling rate start started
    stated nature lose broke broken cut kept hard fine fair free open close closed cannot
    another neither though altogether does situation attention circumstance circumstances advantage goodness sentiment sentiments promise
    satisfaction possession intention intentions politeness importance necessity effect confidence venture charge attempt forth whichever
    apparent acquaintance acquainted obligation obligations communication excellent excellence verry oppertunity inconvenience remembrance
    absence esteem gratitude degree kinds sorts quantity amount rather however whoever manner mine moment former latter fifty forty sixty
    assurances congratulations doing during whence mean meaning fear cross burst save approve decide decided supply whereas thereof hereby
    consent trouble gentle propose nay else quit send sends hearing told relation sole various false clear`,
  de: `ab abend aber ach acht allein allerdings allzu als also alte alten am andere anderen anderer anderes anders anfang angenehm
    ankommen art auf aufs aufgabe augenblick augen außer außerdem bald beide beiden beim beinahe beispiel bekam bekommen besonders
    besser beste besten bestens bestimmt bisher bitten bleiben bleibt blieb brauche brauchen briefe briefen brieflich bringen
    dabei dadurch dafür dagegen daher dahin damals damit danach daran darauf daraus darf darin darum darüber davon dazu deinem deinen
    denke denken dennoch deren derselbe derselben dessen desto deshalb deutlich dinge dingen doctor doktor dort drei drin dürfen durfte
    eben ebenso ebenfalls eigen eigene eigenen eigentlich einfach einige einigen einiger einmal einzige einzigen ende endlich entweder
    erst erste ersten erster erhalten erhielt erlaube erlauben ersuche erwarten erwarte fast fall falle fand finde finden findet
    folge folgen fragen frau freude freue freuen freundlich freundliche freundlichen freundlichst früh früher fünf gab gar gebe geben
    gebracht gedacht gefunden gegeben gehabt gehe gehen geht gehört gekommen gelegenheit gemacht genau genug gerade gerne gern gesagt
    geschehen geschrieben gesehen gestern gewesen gewisse gewissen gewöhnlich ging glaube glauben gleich glück glücklich glücklichen
    groß große großen großer großes grüße grüßen grüßt gut gute guten guter gutes halb halt halte halten hand hatten hätten heute heut
    herbst herren herz herzen herzlichen herzlicher heißt heißen hielt hieß hin hinter hoch hoffe hoffen hoffentlich höchst hören hört
    ihrem ihres immerhin indem indessen innig inzwischen irgend ja jahr jahre jahren jahres januar jänner februar märz april mai juni juli august
    september oktober october november dezember december je jede jedem jeden jeder jedes jedenfalls jemand jene jenem jenen jener
    jenes kam kann kannst kaum kennen kleine kleinen kleiner komme kommen kommt können könnte könnten konnte konnten kurz kurzem
    lange langen länger lassen lasse läßt lässt leben leider lebhaft lesen letzte letzten letzter leute leuten ließ liegt machen macht machte
    mal manche manchen manches mann männer mehrere mehreren meinem meines meinung meist meisten mensch menschen minder mittag mitteilen
    möchte möchten mögen möglich möglichst morgen montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag müssen muß muss mußte musste nachdem
    nachmittag nacht nahe namen namentlich nämlich natürlich neben nehmen neue neuen neuer neues neulich nie niemals niemand
    nimmt nochmals notwendig nöthig nötig nunmehr ob obwohl oft ohnehin paar per person plötzlich punkt recht rechten reise sache
    sachen sagen sagt sagte sah schicke schicken schickte schlecht schließlich schön schöne schönen schöner schöne schönste schreibe schreiben schreibt
    schrieb schwer sechs sehe sehen seht seine seinem seinen seiner seines seite seiten selber selten sende senden sende setzen
    sicher sicherlich sieben sieht sobald sofort sogar sogleich solche solchen solcher solches soll sollen sollte sollten sonst
    soviel sowie sowohl spät später sprechen steht stehen stelle stellen stets stunde stunden such tag tage tagen tages tat that teil
    theil thun tun tut trotz trotzdem überall überhaupt übrigen übrigens uhr umso unendlich unmöglich unsere unserem unseren unserer unseres
    ungefähr unterdessen vergessen verehrte verehrten verehrtester versprechen viel viele vielen vieler vieles vielleicht vier völlig voll vollkommen
    voraus vorher vorigen wahr wahrhaft wahrscheinlich ward wäre waren wären warten warum wegen weg weise weiß weit weiter weitere welche welchem welchen
    welcher welches welt wem wen wenig wenige wenigen weniger wenigstens wer werde werth wert wesen weshalb wieso wieviel will
    willen wirklich wir wissen woche wochen wohin wollen wolle wollte wollten womit wort worte worten wovon wozu wünsche wünschen wünscht
    wußte wusste würden zehn zeigen zeigt zeit zeiten zeilen ziemlich zimmer zuerst zufällig zugleich zukommen zuletzt zunächst zurück zusammen zuweilen
    zwar zwei zwischen ergebenst ergebener ergebenste ergebenster ergebung hochachtung treuer treu getreuer dero derer demnach dermalen allda alwo
    allhier dahero desgleichen vnnd vff ohngefähr nehmlich gantz schuldig geneigt gütig gütigen gütigst güte freundschaft gruss hochgeehrter
    hochgeehrtester hochverehrter liebes lieben lieb liebste professor prof dr ew rthlr usw beziehung jedesmal ferner überaus dasselbe dieselbe dieselben
    hiemit hiermit darob darunter gethan ihretwegen meinetwegen ebenda hiebei hierbei anbei seither vorläufig verehrungsvoll bester dank danken dankbar`,
  fr: `absolument accepter affaire affaires afin agit ah ailleurs aime aimable aimer ainsi air aller allez allons alors ami amis amitié an ancien
    ans année années apprendre apprends après arrive arrivé arriver assez assurance assurer assure attend attendre attends au-dessus aucun aucune
    auparavant auprès auquel aura aurai aurait aurais auriez aurois auront aurez aujourd'hui autant autre autres autrement autrefois auxquels avait avaient avant avais
    aviez ayez ayons beau beaucoup belle besoin bientôt bon bonne bonnes bons bonté but ça cause ceci celle celles celui cent cependant certain certaine
    certainement cesse ceux chacun chaque charmant chose choses ci cinq coeur cœur combien commence comment compte concerne connaître connois connoître
    contre côté coup cour crains croire crois croit dame daigner dans davantage dedans dehors déjà demander demande dépuis dernier dernière derniers dès
    desire désire désir désirer deux devant devez devoir devrait devrois dieu différent dire dis disait dit dites dix doit dois doivent
    donne donner donné donnez douce doute doux droit dû durant écrire écrit écris écrivez effet également elle-même empêche encor enfin ensemble
    ensuite envie environ envoie envoyer envoyé espère espérance espérer essentiel estime eu eut eux exactement excellent extrême extrêmement façon faites fallait
    falloit fallut faut fera ferai ferait ferez fille fin fois font force fus fut fût gens gloire grâce grand grande grandes grands guère
    hasard hélas heure heures heureux heureuse hier hommage homme hommes honneur huit ici idée ignore importance impossible infiniment
    instant intérêt jour jours juge juger jusque jusqu juste laisse laisser laquelle las lendemain lequel lesquels lettres libre lieu lignes lire loin long
    longtemps longtems lorsque lorsqu lundi mardi mercredi jeudi vendredi samedi dimanche main mains maintenant mal malgré manière matin mauvais meilleur meilleure
    mettre mieux mien mienne mille mise mlle mme mois moins moitié monde mort mot mots moyen mr messieurs même mêmes n'ai n'en n'y
    naturel nécessaire ni nom nombre nommé non nôtre nouveau nouvelle nouvelles nul nuit obligé obligation obligeant occasion oh oui outre ouvrage paraît paroît pareil
    parce parfait parfaitement parle parler parlé parmi part partie partir pas passe passé passer pauvre peine pendant pense penser penses permettez permettre
    personne personnes petit petite petits peut peut-être peux pire place plaisir plaît plutôt plusieurs point porte possible pourquoi pourrai pourrait pourra pourrez
    pourtant pourrois pouvez pouvoir précédent précieux première premier premiers prendre prends présent présente presque prêt prie prier principal pris prix
    procurer prochain promis promettre propos propre pû pu puisque puisqu puisse puissent puissiez quant quatre quel quelle quelles quels quelqu'un quelques quitter quoi
    quoique raison rare recevoir reçois reçu regard regrette remercie remercier rendre rendu répondre réponse reste rester retour revenir
    sache sais sait samedi santé saurais sauroit savez savoir sçavoir seconde selon semaine semble sens sensible sentiment sentimens sentiments sept sera serai serait serez
    serois seront serviteur servir seul seule seulement sien simple sincère sincèrement six soin soir sois soit soient sommes sort sorte souhaite
    souhaiter sous souvenir souvent suffit suit suite suivant sujet sur-le-champ surtout tant tantôt tard tel telle tellement temps tems tenir tient tiens tort tôt
    tour tourner tourne toute toutefois toutes travers très-humble trois trop trouve trouver trouvé unique vais vaut veille venir venu vérité vers veut veux
    vie viens vient vieux vis vite vite vive vivement vivre voici voilà voit vois voulez vouloir voulu voulois voulu vrai vraiment vue respect respects obéissant
    humble honorer honoré dévoué distinguée salutations considération sincères janvier février mars avril mai juin juillet août septembre octobre novembre
    décembre pourroit voudrois voudrais voudroit dignité mesme toûjours tousjours icy luy ay etc mgr st madame mesdames complimens compliments`,
}

const sets = new Map<string, Set<string>>()

/** Stop words of a language (function words included); built on first use. */
export function stopWords(language: string): Set<string> {
  let set = sets.get(language)
  if (!set) {
    set = new Set([...functionWords(language), ...(WEAK[language] ?? '').split(/\s+/)])
    sets.set(language, set)
  }
  return set
}
