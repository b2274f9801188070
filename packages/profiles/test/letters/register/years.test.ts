import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DATE } from '../../../src/letters/register/mentions.ts'
import { proposalsFor, type Collection, type Said } from './letters.ts'

const dated = (...years: number[]): Collection =>
  Object.fromEntries(
    years.map((year, at) => [
      `y${String(at)}`,
      { date: `${String(year)}-03-01`, dateWords: `1 March ${String(year)}` },
    ]),
  )

const dateOf = (others: Collection, letter: Said): unknown =>
  proposalsFor({ ...others, x: letter }).find(({ path }) => path === DATE)?.value

test('the century of a short year is the one with letters around it, not the one with most letters', () => {
  const letters = dated(1896, 1897, 1898, 1899, 1899, 1900, 1908, 1911)
  const short = { date: '1810-12-23', dateWords: '23. Dezember 10' }
  assert.equal(dateOf(letters, short), '1910-12-23')
})

test('day and month stay as the letter’s own reading has them', () => {
  const short = { date: '1803-11-09', dateWords: '9. 11. 03' }
  assert.equal(dateOf(dated(1902, 1903, 1904), short), '1903-11-09')
})

test('a year that two centuries fit, or none, stays as it was', () => {
  const short = { date: '1867-06-12', dateWords: '12 June 67' }
  assert.equal(dateOf(dated(1766, 1768, 1866, 1869), short), undefined)
  assert.equal(dateOf(dated(1766), short), undefined)
  assert.equal(dateOf(dated(1820, 1821, 1822), short), undefined)
})

test('the year of a weekday, a day and a month is the one of the collection’s in which they meet', () => {
  const letters = dated(1847, 1848, 1848, 1849, 1849)
  assert.equal(dateOf(letters, { dateWords: 'Friday, 3 May' }), undefined)
  assert.equal(dateOf(letters, { dateWords: 'Wednesday, 3 May' }), '1848-05-03')
})

test('a year that was inferred is no ground for another', () => {
  const inferred = (at: number): Said => ({
    date: `191${String(at)}-01-01`,
    dateWords: `1. 1. 1${String(at)}`,
  })
  const letters = { a: inferred(1), b: inferred(2), c: inferred(3) }
  assert.equal(dateOf(letters, { date: '1812-02-02', dateWords: '2. 2. 12' }), undefined)
})
