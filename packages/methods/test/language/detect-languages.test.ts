import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { detectLanguages, languageOf } from '../../src/language/index.ts'

const SAMPLES: Record<string, string> = {
  en: 'I have not had an hour to write to you since we came back from the sea, and now the coach is at the door.',
  de: 'Seit wir wieder in der Stadt sind, habe ich noch keine Stunde gefunden, um Ihnen für Ihren Brief zu danken.',
  fr: 'Depuis notre retour de la campagne je n’ai pas encore trouvé une heure pour vous remercier de votre lettre.',
  it: 'Carissimo amico, ho ricevuto la sua lettera e la ringrazio molto di quello che mi scrive.',
  es: 'Estimado señor: he recibido su carta y le ruego que me conteste cuando pueda, porque aquí no hay nada.',
  la: 'Litteras tuas accepi et gratias ago quod mihi de rebus tuis scripsisti; vale et me ama.',
  nl: 'Ik heb het boek ontvangen en ben u zeer dankbaar dat u het mij hebt gezonden met de brief.',
  sv: 'Käre vän, jag fick ditt brev i går och skyndar mig att svara innan posten går; hälsa din hustru och barnen från oss alla.',
  da: 'Kære ven, jeg modtog dit brev i går og skynder mig at svare, før posten går; hils din kone og børnene fra os alle.',
  pl: 'Drogi przyjacielu, wczoraj otrzymałem twój list i spieszę ci odpowiedzieć, zanim poczta odejdzie. Zima była długa i mroźna, a drogi są tak złe, że wóz nie może przejechać. Książki wyślę statkiem w przyszły poniedziałek, jeżeli pogoda na to pozwoli.',
  pt: 'Meu caro amigo, recebi ontem a sua carta e apresso-me a responder antes que parta o correio; beije as crianças por mim.',
  cs: 'Milý příteli, včera jsem dostal tvůj dopis a pospíchám odpovědět, dokud pošta neodjede; pozdravuj svou ženu i děti.',
  hu: 'Kedves barátom, tegnap kaptam meg leveledet, és sietek válaszolni, mielőtt a posta elindul; add át üdvözletemet a feleségednek. A nővérem egy hete beteg, de az orvos szerint hamarosan meggyógyul. A könyveket jövő hétfőn küldöm, ha az idő engedi.',
}

for (const [language, text] of Object.entries(SAMPLES)) {
  test(`a sentence of ${language} is told`, () => {
    assert.equal(languageOf(text), language)
  })
}

test('old spelling and misread letters do not mislead', () => {
  assert.equal(
    languageOf(
      'Ew. Hochwohlgeb. habe die Ehre zu melden, daß selbiges seyn müste, was mir bey Hofe gesagt',
    ),
    'de',
  )
  assert.equal(
    languageOf(
      'Je nc sçaurois vous dire combien vostre lettre m’a esté agréable, et j’avois résolu',
    ),
    'fr',
  )
  assert.equal(
    languageOf(
      'l hope tbat yov will come to us ou the first day af the mouth, aud bring thc book with yon',
    ),
    'en',
  )
})

test('a passage in a second language is found with its place', () => {
  const french =
    'Il est certain que nous ne sommes pas dans un pays où les gens se parlent sans se connaître.'
  const text = `${SAMPLES['en'] ?? ''} We met no one at all.\n\n${french}\n\nThat is what she wrote to me and I believe her.`
  const [main, second, ...rest] = detectLanguages(text)
  assert.equal(main?.value, 'en')
  assert.equal(second?.value, 'fr')
  assert.ok(second.evidence)
  assert.match(text.slice(second.evidence.start, second.evidence.end), /Il est certain/)
  assert.deepEqual(rest, [])
})

test('a borrowed phrase is no second language', () => {
  const text = `${SAMPLES['en'] ?? ''} It was a tout ensemble, comme il faut, and the bon mots were old.`
  assert.deepEqual(
    detectLanguages(text).map(({ value }) => value),
    ['en'],
  )
})

test('a short text is answered with low confidence, none with nothing', () => {
  assert.ok((detectLanguages('J. Smith, 12 High St.')[0]?.confidence ?? 0) < 0.7)
  assert.deepEqual(detectLanguages(' 12 34 !! '), [])
  assert.equal(languageOf(''), 'und')
})

test('another script is told by the script', () => {
  assert.equal(languageOf('Любезный друг, я получил ваше письмо'), 'ru')
})

test('never throws and every span lies inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      for (const { confidence, evidence } of detectLanguages(text)) {
        assert.ok(confidence >= 0 && confidence <= 1)
        if (evidence)
          assert.ok(
            evidence.start >= 0 && evidence.start < evidence.end && evidence.end <= text.length,
          )
      }
    }),
  )
})
