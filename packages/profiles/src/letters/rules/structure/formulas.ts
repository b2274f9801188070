import { wordList } from '@colophon/methods/words'

/**
 * Words of the opening address: "My very dear Friend", "Hochgeehrter Herr Professor", "Mon cher ami".
 * `lone` forms are a salutation by themselves ("Sir,"), the others only together.
 */
export const addressWords = wordList({
  possessive: 'my our mein meine meiner meinen meines mon ma mes notre nos unser unsere',
  intensive:
    'very own most ever much and & und et so sehr tres bien plus old good alte alter altes ganz innig innigst einzige einziger poor little sweet young bon bonne vieux vieille brave gute guter gutes',
  adjective: `dear dearest dr deare dead dearly beloved honoured honored hond honourd honord respected esteemed worthy kind reverend revd excellent valued darling
    lieber liebe liebes lieben liebster liebste liebstes theurer theure theures teurer teure teures theuerster theuerste teuerster teuerste geehrter geehrte geehrtester geehrteste geehrten
    verehrter verehrte verehrtester verehrteste verehrten hochverehrter hochverehrte hochverehrtester hochverehrteste hochgeehrter hochgeehrte hochgeehrtester hochgeehrteste hochgeschätzter hochgeschätzte
    geschätzter geschätzte geliebter geliebte geliebtes geliebtester geliebteste bester beste bestes werter werte werther werthe wertester werthester wertheste gnädiger gnädige gnädigster gnädigste
    hochwürdiger hochzuverehrender hochzuverehrende hochwohlgeborner hochwohlgeborene hochwohlgeborener hochgeborner wohlgeborner wohlgeborener hochedelgeborner hochgelahrter durchlauchtigster allerdurchlauchtigster
    herzliebster herzliebste herzlieber herzliebe vielgeliebter insonders ehrwürdiger hochlöblicher trauter
    cher chere chers cheres cherie cheri chery honore honoree respectable digne tendre estimable venere bienaime`,
  lone: `sir sirs madam mam gentlemen ladies honble excellency monsieur madame mademoiselle messieurs mesdames monseigneur sire citoyen ew euer eure eurer
    hochwohlgeboren wohlgeboren hochgeboren excellenz exzellenz durchlaucht majestät magnifizenz milord mylord`,
})

/** Words that begin a sentence and so cannot belong to the name before them. */
export const sentenceOpeners = new Set(
  `i the your you we it in on as this that what how when if since by after though not have will do did is are was my our his her their there here having from for with to at and but or so
   allow permit accept yesterday last thank thanks many it's pray please let we've i've i'm enclosed herewith yours owing although should would could can may being
   ich du sie wir es ihr ihre ihren ihrem ihres ihrer dein deine deinen deinem nach mit wie was wenn da heute eben für vielen herzlichen besten auf zu als von im am gestern morgen endlich nun so schon
   anbei hiermit beifolgend verzeihen entschuldigen gestatten erlauben haben bitte dank darf hier ist bin habe das die der den dem ein eine
   je j'ai nous vous votre vos il le la les c'est voici on ne en un une merci encl enclosure enclosures enclosed beilage beilagen anlage anlagen copy private confidential`.split(
    /\s+/,
  ),
)

/**
 * Words of the valediction. `strong` ones hardly occur elsewhere at the foot of a letter; `weak` ones support them;
 * `own` are the possessives that lead to a signature ("Dein Paul", "your M. E.").
 */
export const closingWords = wordList({
  strong: `yours your's yrs yr's sincerely sincerly sinceerly truly affectionately affectionatly affecly affectly affecy affy affty afftly affctly affely faithfully respectfully respy obediently obedtly gratefully cordially devotedly
    fraternally lovingly hastily submitted servant servt servts sert servant's serv srvt obedient obedt obt obdt obedt. humble hble humbl affectionate affectionat affec affect affte affecte affectn affn obliged obligd obligedly
    hochachtungsvoll hochachtungsvollst hochachtung ergebenst ergebener ergebenster ergebenste ergebene ergebenen gehorsamster gehorsamst gehorsamste gehorsamer unterthänigster unterthänigst untertänigst unterthäniger
    getreuer getreue getreuster getreuester getreuen herzlich herzlichst herzl herzliche herzlichste herzlichsten herzlichen grüße grüsse grüßen grüssen gruß gruss grüßt grüsst gruße grussend grüßend verbleibe verbleibt verehrungsvoll verehrung freundschaftlich freundschaftlichst
    dankbarer dankbare dankbarst aufrichtiger aufrichtigst aufrichtige treuergebener treuergebenster liebender liebende diener dienstwillig handkuss handkuß küsse umarmt umarme umarmung ihrige ihrigen ihriger eurige deinige küssen handküsse
    serviteur servante obéissant obéissante obeissant dévoué dévouée devoue affectionné affectionnée affectionne affectueusement amitiés amicalement cordialement respectueusement considération distinguée distingués distingue agréez veuillez agréer salutations hommages dévouement fidèlement embrasse tendrement respectueux poignée fraternité`,
  own: 'your yr thy thine ihr ihre ihrem ihren ihres dein deine deinen deines euer eure euren votre ton ta tien tienne vôtre',
  weak: `very most ever always believe me remain i am be ys and & dear sir madam friend frd friends son daughter brother sister cousin nephew niece mother father wife husband uncle aunt attached devoted
    admirer admirers wellwisher correspondent debtor pupil disciple scholar kinsman countryman neighbour client verehrer verehrerin schüler schülerin schuldner landsmann zögling admirateur admiratrice élève débiteur compatriote
    until untill till haste boy girl pal chum comrade mum death loving dutiful true faithful sincere grateful old own respect regard regards esteem love best kind kindest wishes adieu farewell goodbye bye god bless honor honour have the with his her
    mit in immer stets treue treuer treuen treu getreu liebenden lieben liebe lieber vorzüglicher vollkommener größter grösster ausgezeichneter ausgezeichnetster aufrichtiger besonderer freundschaft achtung besten beste schönste schönsten
    viele vielen alter alte sehr freund freundin sohn tochter vater mutter bruder schwester und bin ich ganz dank freundlichen freundlichst freundliche leben sie wohl lebe
    je suis tout toute bien à vous très humble et avec le la plus parfait parfaite profond respect l'honneur d'être être recevez croyez assurance sentiments ami amie salut amitié meilleurs et neveu fils frère soeur fille cousin cousine élève confrère madame monsieur salut toi main cœur bonne une`,
})

/** Where a valediction starts when it hangs on the last sentence. */
export const closingStart =
  /(?:\b(?:and |& )?(?:pray )?believe (?:me|us)\b|\b(?:and |& )?i (?:am|remain|have the hono(?:u)?r|beg to (?:remain|subscribe))\b|\b(?:and |& )?(?:we )?remain\b|\bever(?: yours| your|,| most| my| faithfully| affect| very| yr)|\bwith (?:the )?(?:best|kind|kindest|many|much|great|greatest|every|sincere|true|high|highest|due)\b|\byours\b|\byour's|\bmost (?:affect|sincere|grate|truly|faithful|respect)|\bhoping\b|\brespectfully\b|\b(?:ich )?(?:ver)?bleibe\b|\bindem ich\b|\b(?:genehmigen|empfangen) (?:sie|euer|ew)\b|\bmit (?:(?:den |der |dem |vielen |tausend )?(?:herz|best|freund|vorz|ausgez|aufricht|vollk|grö|größ|gross|groß|hoch|treu|schön|inni|besond|warm|kolleg|colleg|deutsch|ergeb|wieder|viel))|\bin (?:alter|treue|herz|lieb|aufricht|freund|vorz|größ|gross|steter|wahrer|inni|verehr)|\bherz(?:lich|l\.|innig)|\bes grüßt|\bgrü(?:ß|ss)e|\bhochachtungsvoll|\bihre?[nm]? (?:(?:stets |immer |ganz |sehr |treu |aufrichtig )?(?:erg|gehors|treu|getreu|dankb|aufricht|alt|lieb))|\bdeine? (?:treu|alt|lieb|dich)|\bj'?\s?ai l'honneur|\bje (?:suis|reste|demeure)\b|\b(?:agr[ée]ez|recevez|croyez|veuillez)\b|\btout [àa] vous|\bbien [àa] vous|\bvotre (?:tr[èe]s|d[ée]vou|affect|bien|ami)|\badieu\b|\bfarewell\b|\bgod bless)/giu
