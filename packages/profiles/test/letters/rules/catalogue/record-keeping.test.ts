import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '@colophon/domain'
import fc from 'fast-check'
import {
  digitizationInfo,
  parseAmiFileName,
  physicalAttributes,
  storageInfo,
} from '../../../../src/letters/rules/catalogue/index.ts'

const LETTER =
  'Dear Sir,\nI send the box with two files and a box of tea to the library.\nYours\nA. Hall'

test('shelf marks in the text are quoted', () => {
  const text = `Hall Papers, Box 4, Folder 12\n\n${LETTER}`
  const { box_number, folder_number, collection_name } = storageInfo({ text })
  assert.equal(box_number?.value, '4')
  assert.equal(folder_number?.value, '12')
  assert.equal(collection_name?.value, 'Hall Papers')
  assert.ok(box_number.evidence)
  assert.equal(text.slice(box_number.evidence.start, box_number.evidence.end), 'Box 4')
})

test('shelf marks in German and French', () => {
  const german = storageInfo({ text: 'Nachlass Hall, Kasten 3, Mappe 2\nLieber Freund!' })
  assert.deepEqual(
    [german.collection_name?.value, german.box_number?.value, german.folder_number?.value],
    ['Nachlass Hall', '3', '2'],
  )
  const french = storageInfo({
    text: 'Archives départementales du Nord, carton 5, dossier 2\nMonsieur,',
  })
  assert.deepEqual(
    [french.archive_name?.value, french.box_number?.value, french.folder_number?.value],
    ['Archives départementales du Nord', '5', '2'],
  )
})

test('talk of boxes and libraries is no shelf mark', () => {
  assert.deepEqual(storageInfo({ text: LETTER }), {})
})

test('what came with the document comes first', () => {
  const ami = parseAmiFileName('QX1.1_(HAL_B_1)_LT_PEN.jpg')
  const found = storageInfo({
    text: 'Box 4\n',
    source: { box: 7, archive: 'Town Archive' },
    ami,
  })
  assert.equal(found.box_number?.value, '7')
  assert.equal(found.box_number.reason, 'input')
  assert.equal(found.archive_name?.value, 'Town Archive')
  assert.equal(found.collection_name?.value, 'HAL')
})

test('a digital repository is stated: by name, by an address, on a line of its own', () => {
  const repository = (source: Record<string, unknown>, text = LETTER) =>
    storageInfo({ text, source }).digital_repository?.value
  assert.equal(repository({ digital_repository: 'Hall Digital' }), 'Hall Digital')
  assert.equal(repository({ url: 'https://hall.example/ms/4' }), 'https://hall.example/ms/4')
  assert.equal(repository({ uri: 'ark:/12345/h4' }), 'ark:/12345/h4')
  assert.equal(repository({ source: 'Hall\nDigital repository: Hall Digital' }), 'Hall Digital')
  const noted = `${LETTER}\n\nDigital repository: Hall Digital\r\n`
  const { digital_repository } = storageInfo({ text: noted })
  assert.equal(digital_repository?.value, 'Hall Digital')
  assert.ok(digital_repository.evidence)
  assert.match(noted.slice(digital_repository.evidence.start), /^Digital repository/)
})

test('where a file lies on some machine is no digital repository', () => {
  for (const name of ['path', 'file', 'file_name', 'url', 'source_url'])
    assert.equal(
      storageInfo({ text: LETTER, source: { [name]: '/mnt/scans/a.tif' } }).digital_repository,
      undefined,
    )
})

test('digitization: input, file name, scanning notes', () => {
  const found = digitizationInfo({
    filePath: 'in/a.tif',
    source: { scan_date: '2019-03-01' },
    text: `${LETTER}\n\nScanned by Jo Lowe, 600 dpi`,
  })
  assert.equal(found.file_format?.value, 'image/tiff')
  assert.equal(found.date?.value, '2019-03-01')
  assert.equal(found.operator?.value, 'Jo Lowe')
  assert.equal(found.resolution?.value, '600 dpi')
  assert.deepEqual(digitizationInfo({ text: LETTER }), {})
})

test('the file format is that of the copy, not of what carries it', () => {
  const format = (filePath?: string, source: Record<string, unknown> = {}) =>
    digitizationInfo({ filePath, source, text: LETTER }).file_format?.value
  assert.equal(format('in/a.txt'), 'text/plain')
  for (const carrier of ['in/a.jsonl', 'in/a.ndjson', 'in/a.json', 'in/a.xyz', undefined])
    assert.equal(format(carrier), undefined)
  assert.equal(format('in/a.jsonl', { file_name: 'ms-014.tif' }), 'image/tiff')
  assert.equal(format('in/a.txt', { mime_type: 'image/jp2' }), 'image/jp2')
})

test('pages: given, form feeds, page marks, else one', () => {
  assert.equal(physicalAttributes({ text: LETTER, pages: 3 }).pages.value, 3)
  assert.equal(physicalAttributes({ text: `${LETTER}\f${LETTER}` }).pages.value, 2)
  assert.equal(
    physicalAttributes({ text: `${LETTER}\n- 2 -\n${LETTER}\n- 3 -\nend` }).pages.value,
    3,
  )
  assert.equal(physicalAttributes({ text: `[page 1 of 4]\n${LETTER}` }).pages.value, 4)
  assert.equal(physicalAttributes({ text: `${LETTER}\n\n14` }).pages.value, 1)
  assert.equal(physicalAttributes({ text: LETTER }).pages.status, 'inferred')
})

test('material and condition only where stated', () => {
  const found = physicalAttributes({
    text: LETTER,
    source: { condition: 'torn', material: 'laid paper' },
  })
  assert.equal(found.condition?.value, 'torn')
  assert.equal(found.material?.value, 'laid paper')
  assert.equal(physicalAttributes({ text: LETTER }).material, undefined)
})

test('never throws; spans lie in the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const findings: (Finding<unknown> | undefined)[] = [physicalAttributes({ text }).pages]
      findings.push(
        storageInfo({ text }).archive_name,
        storageInfo({ text }).box_number,
        digitizationInfo({ text }).operator,
      )
      for (const finding of findings)
        assert.ok(!finding?.evidence || finding.evidence.end <= text.length)
    }),
  )
})
