import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readQualifiedDates, toEdtf, toIso } from '../../src/dates/index.ts'

type Kind = readonly [text: string, iso: string | null, edtf: string | null]

const kinds: Record<string, readonly Kind[]> = {
  'feasts with a day of their own': [
    ['Truro, Martinmas Day 1731', '1731-11-11', '1731-11-11'],
    ['Lady Day, 1804', '1804-03-25', '1804-03-25'],
    ["St. Andrew's Day 1788", '1788-11-30', '1788-11-30'],
    ["New Year's Eve 1840", '1840-12-31', '1840-12-31'],
    ['am Johannistage 1822', '1822-06-24', '1822-06-24'],
    ['an Mariä Lichtmeß 1790', '1790-02-02', '1790-02-02'],
    ['Dreikönigstag 1811', '1811-01-06', '1811-01-06'],
    ['den zweiten Weihnachtstag 1866', '1866-12-26', '1866-12-26'],
    ['le jour de la Toussaint 1741', '1741-11-01', '1741-11-01'],
    ['la Saint-Martin 1698', '1698-11-11', '1698-11-11'],
    ['le jour des Rois 1820', '1820-01-06', '1820-01-06'],
    ['Michaelis 1777', '1777-09-29', '1777-09-29'],
    ['All Saints’ Day', null, 'XXXX-11-01'],
  ],
  'feasts that move with Easter': [
    ['Good Friday 1818', '1818-03-20', '1818-03-20'],
    ['Easter Monday 1916', '1916-04-24', '1916-04-24'],
    ['Shrove Tuesday, 1804', '1804-02-14', '1804-02-14'],
    ['Palmsonntag 1867', '1867-04-14', '1867-04-14'],
    ['Himmelfahrt 1895', '1895-05-23', '1895-05-23'],
    ['zweiter Pfingsttag 1788', '1788-05-12', '1788-05-12'],
    ['lundi de Pâques 1820', '1820-04-03', '1820-04-03'],
    ['le jour de Pentecôte 1830', '1830-05-30', '1830-05-30'],
    ['Fronleichnam 1943', '1943-06-24', '1943-06-24'],
    ['Easter Day 1540', '1540-03-28', '1540-03-28'],
    // Two calendars side by side: nobody can tell the day without the country.
    ['Whit Sunday 1699', '1699', '1699'],
  ],
  'feasts that only say about when': [
    ['Christmas 1790', '1790-12-25', '1790-12-25~'],
    ['Ostern 1843', '1843-04-16', '1843-04-16~'],
    ['Noël 1805', '1805-12-25', '1805-12-25~'],
  ],
  'the Roman calendar': [
    ['Idibus Octobris 1521', '1521-10-15', '1521-10-15'],
    ['prid. Id. Mart. 1540', '1540-03-14', '1540-03-14'],
    ['III Non. Maii 1533', '1533-05-05', '1533-05-05'],
    ['a. d. V Kal. Aug. 1520', '1520-07-28', '1520-07-28'],
    ['IV. Kal. Jan. 1552', '1551-12-29', '1551-12-29'],
    ['Calendis Februarii MDXXXI', '1531-02-01', '1531-02-01'],
  ],
  'old signs of months': [
    ['the 2. 9.br 1702', '1702-11-02', '1702-11-02'],
    ['8 bris 14. 1688', '1688-10-14', '1688-10-14'],
    ['7bris 4. 1651', '1651-09-04', '1651-09-04'],
    ['3 Heumond 1794', '1794-07-03', '1794-07-03'],
    ['April ye 9th 1688', '1688-04-09', '1688-04-09'],
    ['le 2e jour complémentaire an VII', '1799-09-18', '1799-09-18'],
  ],
  ranges: [
    ['7-9 March 1822', '1822-03-07', '1822-03-07/1822-03-09'],
    ['March 7th–9th, 1822', '1822-03-07', '1822-03-07/1822-03-09'],
    ['between 7 and 9 March 1822', '1822-03-07', '1822-03-07/1822-03-09'],
    ['14th & 15th May 1822', '1822-05-14', '1822-05-14/1822-05-15'],
    ['28 Feb. to 3 March 1822', '1822-02-28', '1822-02-28/1822-03-03'],
    ['29 Dec. 1811 – 2 Jan. 1812', '1811-12-29', '1811-12-29/1812-01-02'],
    ['30 Dec. - 2 Jan. 1812', '1811-12-30', '1811-12-30/1812-01-02'],
    ['vom 3. bis 9. Juli 1811', '1811-07-03', '1811-07-03/1811-07-09'],
    ['du 3 au 9 juillet 1811', '1811-07-03', '1811-07-03/1811-07-09'],
    ['1843-1845', '1843', '1843/1845'],
  ],
  'one of two': [
    ['6 or 7 August 1834', '1834-08', '[1834-08-06,1834-08-07]'],
    ['6. oder 7. August 1834', '1834-08', '[1834-08-06,1834-08-07]'],
    ['1811 or 1812', null, '[1811,1812]'],
    ['1811 ou 1812', null, '[1811,1812]'],
  ],
  'both calendars, of which the New Style counts': [
    ['3/14 June 1722', '1722-06-14', '1722-06-14'],
    ['25 April/6 May 1712', '1712-05-06', '1712-05-06'],
    ['19/31 janvier 1834', '1834-01-31', '1834-01-31'],
  ],
  'seasons, years and parts of a month': [
    ['Autumn 1855', '1855', '1855-23'],
    ['Winter 1914', '1914', '1914-24'],
    ['Frühjahr 1848', '1848', '1848-21'],
    ['été 1789', '1789', '1789-22'],
    ['1779', '1779', '1779'],
    ['late August 1834', '1834-08', '1834-08~'],
    ['Ende August 1834', '1834-08', '1834-08~'],
    ['mid-August 1834', '1834-08', '1834-08~'],
  ],
  'words that keep a date open': [
    ['circa 1790', '1790', '1790~'],
    ['um 1790', '1790', '1790~'],
    ['vers 1790', '1790', '1790~'],
    ['about 4 May 1790', '1790-05-04', '1790-05-04~'],
    ['before 4 May 1790', null, '../1790-05-04'],
    ['vor dem 4. Mai 1790', null, '../1790-05-04'],
    ['avant 1790', null, '../1790'],
    ['not before 1790', null, '1790/..'],
    ['nach 1790', null, '1790/..'],
  ],
  'words that look like it': [
    ['£ 1790', null, null],
    ['No 1790-B', null, null],
    ['1,790 men', null, null],
    ['the fall of man', null, null],
    ['15 Tishri 5601', null, null],
  ],
}

for (const [kind, texts] of Object.entries(kinds))
  describe(kind, () => {
    for (const [text, iso, edtf] of texts)
      test(text, () => {
        const date = readQualifiedDates(text)[0]
        assert.equal(date ? toIso(date, date.year) : null, iso)
        assert.equal(date ? toEdtf(date, date.year) : null, edtf)
      })
  })
