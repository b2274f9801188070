import {
  englishGivenNames,
  frenchGivenNames,
  germanGivenNames,
  givenNameAbbreviations,
} from '@colophon/methods/names'
import { createVocabulary, wordList } from '@colophon/methods/words'

export const givenNames = createVocabulary<true>(function* () {
  const lists = [englishGivenNames, givenNameAbbreviations, germanGivenNames, frenchGivenNames]
  for (const list of lists)
    for (const name of list.split(/\s+/)) if (name) yield [name, true] as const
})

/** Titles before a name (`title`), degrees and ranks after it (`degree`). */
export const titles = wordList({
  title: `mr mrs ms miss messrs mister dr doctor doktor docter prof professor professeur profr rev revd reverend hon honble honorable honourable right rt sir lord lady dame
    capt captain captn capn col colonel colo coln conl gen general genl gl lieut lieutenant lt maj major majr commodore admiral adml sergeant judge justice
    president governor govr gov senator baron baroness baronet count countess comte comtesse graf gräfin marquis marquise marquess duke duchess earl viscount viscountess
    bishop archbishop dean archdeacon canon father fr sister prince princess prinz prinzessin squire don dona dn madam
    herr herrn hrn frau frl fräulein fraulein freiherr freiherrn frhr freifrau baronin ritter edler hofrat hofrath hofräthin hofrätin geheimrat geheimrath geh rat rath legationsrat legationsrath
    kommerzienrat justizrat justizrath regierungsrat regierungsrath oberlandesgerichtsrat medizinalrat pfarrer pastor superintendent direktor director fürst fürstin herzog herzogin könig
    major oberst hauptmann leutnant lieutenant rittmeister bürgermeister kammerherr minister exzellenz excellenz excellency
    monsieur mons mr madame mme mad mademoiselle mlle messieurs mm monseigneur mgr abbé abbe docteur maître citoyen citoyenne chevalier vicomte vicomtesse duc duchesse
    sr signor signora signore señor senor señora
    judge brother bro cousin uncle aunt secretary ambassador consul chancellor mayor alderman
    kapellmeister organist oberlehrer studienrat schulrat kommerzienrath landrat landrath amtsrat assessor referendar musikdirektor generalmusikdirektor magister lic
    kantor cantor lehrer hauptlehrer apotheker redakteur redacteur ingenieur architekt inspektor inspector assistent collega college kollege prediger kaplan vikar dekan dechant rektor rector stadtrat baurat bergrat
    bürgermeister oberbürgermeister konsul préfet prefet sous-préfet maire intendant commandant curé cure lance-corporal corporal private pvt sgt cpl pte rifleman gunner ensign midshipman`,
  degree:
    'esq esqr esqre esquire bart bt baronet jr junr jun junior sr senr sen senior rn mp kc qc dd md lld phd frs ma ba kcb cb gcb clerk bar presd presdt secy sect sec chairman adjt comdg',
})

/** Small words inside names: von der Recke, de la Fouqué, O' Brien. */
export const nameParticles = new Set(
  'von vom van de der den du des di da della del dos la le l d zu zum zur ter ten el af av mac o v'.split(
    ' ',
  ),
)

/** Words with which a place or an address begins; they end the name before them. */
export const placeOpeners = new Set(
  'san santa saint sainte st ste new fort port camp mount rio near at in north south east west care via per pr by post hotel nr no bei zu present august'.split(
    ' ',
  ),
)

/** Words that mark a line as a place or an address rather than a person. */
export const placeWords = wordList({
  street: `street st str strasse straße gasse platz weg allee ring damm ufer road rd avenue ave lane row square sq place terrace crescent gardens park court gate hill
    house hall lodge castle palazzo palais hof villa schloss abbey cottage farm mills villa manor rectory vicarage parsonage priory hotel college school university universität office bureau club
    rue quai boulevard faubourg chaussee chez nr no rez town city county parish ville village bridge cross green common wood woods grove ferry landing point bay island river mount mountain
    falls springs post box schloss schloß gut hof amt bad burg dorf stadt berg kaserne theater theatre museum bibliothek library plantation academy`,
  region: `england ireland scotland wales britain uk usa us america france germany deutschland österreich austria italy italien italia schweiz switzerland suisse preussen preußen prussia bayern bavaria sachsen saxony
    schlesien böhmen mähren steiermark tirol kärnten hannover hessen westfalen pommern ungarn hungary polen poland dänemark denmark schweden sweden norwegen norway niederlande netherlands holland belgien belgium belgique espagne allemagne angleterre
    spain spanien russia russland mexico canada india indien indies australia zealand africa afrika jamaica barbados texas missouri louisiana virginia kentucky tennessee ohio pennsylvania georgia maryland massachusetts connecticut
    illinois indiana alabama mississippi carolina jersey delaware vermont hampshire maine california michigan iowa kansas wisconsin minnesota nebraska oregon florida arkansas colorado nevada dakota montana ontario
    middlesex surrey kent sussex essex devon devonshire dorset cornwall yorkshire lancashire cheshire shropshire staffordshire derbyshire nottinghamshire lincolnshire leicestershire warwickshire worcestershire northamptonshire cambridgeshire
    gloucestershire herefordshire hertfordshire bedfordshire buckinghamshire huntingdonshire norfolk suffolk oxfordshire berkshire wiltshire somerset northumberland cumberland westmorland westmoreland rutland monmouthshire
    aberdeenshire ayrshire perthshire fife lanarkshire galway kerry tipperary wicklow kildare longford westmeath antrim donegal mayo sligo`,
  city: `dublin london edinburgh oxford cambridge bath bristol liverpool
    manchester birmingham glasgow plymouth exeter leeds sheffield york norwich newcastle portsmouth southampton nottingham hull aberdeen belfast cork paris lyon lille rouen nantes toulouse dijon berlin wien vienna münchen munich dresden leipzig hamburg köln frankfurt weimar jena göttingen halle prag prague breslau königsberg stuttgart
    tübingen heidelberg bonn zürich basel bern genf genève geneva rome rom roma venedig venice florenz florence neapel naples milan mailand turin triest trieste madrid lisbon lissabon boston philadelphia baltimore washington richmond charleston
    orleans chicago cincinnati pittsburgh albany detroit milwaukee savannah montreal quebec toronto calcutta bombay sydney melbourne salzburg graz linz innsbruck budapest petersburg moskau moscow warschau warsaw brüssel bruxelles brussels amsterdam rotterdam antwerp antwerpen kopenhagen copenhagen stockholm strasbourg straßburg marseille bordeaux bremen lübeck kassel darmstadt karlsruhe mannheim nürnberg augsburg würzburg marburg rostock danzig stettin magdeburg erfurt`,
})

/** Kinship and other nouns that stand for a name in an address: no name of a person. */
export const kinWords = wordList({
  kin: `coz cozen bro sis chum lad lass mum mummy dad daddy granny grandma grandpa mother father brother sister son daughter child children aunt uncle cousin nephew niece wife husband papa mama mamma friend friends love girl boy fellow creature sir madam madame mam
    grandfather grandmother grandmamma sirs gentlemen ladies lady lord comrade colleague darling heart soul sweet sweetheart parents
    mutter vater bruder schwester sohn tochter kind kinder tante onkel vetter cousine neffe nichte frau mann freund freundin freunde herr herren dame damen eltern schatz liebste geliebte geliebter gönner kollege
    mère père frère soeur sœur fils fille enfant tante oncle cousin neveu nièce femme mari ami amie amis amies monsieur messieurs mesdames coeur ange maman papa confrère maître collègue
    excellenz exzellenz durchlaucht majestät magnifizenz hochwohlgeboren wohlgeboren eminence highness majesty grace honour honor worship reverence excellency lordship ladyship`,
})
