import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { asHtml } from '@colophon/runtime/http'
import type { Interval } from '@colophon/domain/evaluation'
import type { Evaluation } from '../evaluate.ts'
import type { Mistake, MistakenDocument, Stretch } from '../mistakes.ts'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Bytes that an XML reader or a terminal stumbles over are shown as what they are: nothing. */
const CONTROL = /[\p{Cc}\p{Cs}]/gu
const clean = (value: string): string =>
  value.replaceAll(CONTROL, (found) => (/[\n\t]/.test(found) ? found : '\uFFFD'))
const text = (value: string): string => asHtml(clean(value)).replaceAll("'", '&#39;')

const percent = (share: number | null): string => (share === null ? '–' : (share * 100).toFixed(1))
const range = (of: Interval | null): string =>
  of === null ? '' : `${percent(of.low)}–${percent(of.high)}`

/** Nothing runs and nothing is drawn but what this very file has; it may be opened from a disk or sent on. */
function policy(style: string, script: string): string {
  const hash = (source: string) =>
    `'sha256-${createHash('sha256').update(source).digest('base64')}'`
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

const KINDS: Readonly<Record<Mistake['kind'], string>> = {
  wrong: 'another value',
  missed: 'missing',
  extra: 'too much',
  right: 'right now',
}
const CHANGES = { worse: 'worse than before', better: 'better', same: 'as before' } as const

const values = (all: readonly string[]): string =>
  all.length === 0 ? '<i>nothing</i>' : all.map((one) => `<b>${text(one)}</b>`).join(' ')

/** The first form is the name; the others are how it may be written. */
const wanted = (all: readonly (readonly string[])[]): string =>
  all
    .map(([name = '', ...forms]) => {
      const others = forms.length === 0 ? '' : ` <small>(${text(forms.join(', '))})</small>`
      return `<b>${text(name)}</b>${others}`
    })
    .join(' ')

function mistakeRow(mistake: Mistake): string {
  const { field, kind, expected, found, change } = mistake
  const notes = [
    ...(mistake.confidence === null ? [] : [`confidence ${mistake.confidence.toFixed(2)}`]),
    ...(mistake.source === null ? [] : [mistake.source]),
    ...(mistake.accepted ? ['accepted without a person'] : []),
    ...(change === null ? [] : [CHANGES[change]]),
    mistake.version,
  ]
  const quote = mistake.quote === null ? '' : `<q>${text(mistake.quote)}</q>`
  return `<li class="mistake" tabindex="-1" data-field="${text(field)}" data-kind="${kind}" data-change="${change ?? ''}" data-accepted="${String(mistake.accepted)}"><span class="field">${text(field)}</span><span class="kind ${kind}">${KINDS[kind]}</span><dl><dt>should be</dt><dd>${expected.length === 0 ? '<i>nothing more</i>' : wanted(expected)}</dd><dt>found</dt><dd>${values(found)} ${quote}</dd></dl><small>${text(notes.join(' · '))}</small></li>`
}

function marked(whole: string, stretches: readonly Stretch[]): string {
  let at = 0
  const parts = stretches.map(({ start, end, what }) => {
    const part = `${text(whole.slice(at, start))}<mark class="${what}">${text(whole.slice(start, end))}</mark>`
    at = end
    return part
  })
  return parts.join('') + text(whole.slice(at))
}

function documentPart(document: MistakenDocument): string {
  const { id, language, collection, there, approved, mistakes, stretches } = document
  const about = [
    ...[collection, language],
    ...(there ? [] : ['no record']),
    ...(approved ? ['approved without a person'] : []),
  ]
  const words =
    document.text === null
      ? ''
      : `<details><summary>text</summary><pre>${marked(document.text, stretches)}</pre></details>`
  return `<article data-language="${text(language)}" data-collection="${text(collection)}" data-approved="${String(approved)}"><h2>${text(id)} <small>${text(about.join(' · '))}</small></h2><ul>${mistakes.map(mistakeRow).join('')}</ul>${words}</article>`
}

const options = (names: Iterable<string>, labels: Readonly<Record<string, string>> = {}): string =>
  [...new Set(names)]
    .filter((name) => name !== '')
    .map((name) => `<option value="${text(name)}">${text(labels[name] ?? name)}</option>`)
    .join('')

const choice = (name: string, label: string, inner: string): string =>
  inner === ''
    ? ''
    : `<label>${label} <select name="${name}"><option value="">all</option>${inner}</select></label>`

/** Shown once the script runs: without it they would do nothing. */
function filters(documents: readonly MistakenDocument[]): string {
  const mistakes = documents.flatMap((one) => one.mistakes)
  return `<form id="filters" hidden>
<label>search <input name="search" type="search" autocomplete="off"></label>
${choice('field', 'field', options(mistakes.map(({ field }) => field)))}
${choice('kind', 'kind', options(mistakes.map(({ kind }) => kind).toSorted(), KINDS))}
${choice('change', 'against before', options(mistakes.map(({ change }) => change ?? '').toSorted(), CHANGES))}
${choice('language', 'language', options(documents.map(({ language }) => language).toSorted()))}
${choice('collection', 'collection', options(documents.map(({ collection }) => collection).toSorted()))}
<label><input name="accepted" type="checkbox"> that nobody would have seen</label>
<output id="count" aria-live="polite"></output>
</form>
<p id="keys" hidden><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>o</kbd> text · <kbd>/</kbd> search · <kbd>f</kbd> field · <kbd>Esc</kbd> all</p>`
}

function figures({ report }: Evaluation): string {
  const rows = report.fields.map(
    ({ field, documents, precision, recall, f1, interval }) =>
      `<tr><td>${text(field)}</td>${[String(documents), percent(precision), percent(recall), percent(f1), range(interval)].map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  )
  return `<details><summary>figures by field</summary><table><thead><tr>${['field', 'documents', 'precision', 'recall', 'F1', '95 %'].map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></details>`
}

/** What is wrong with records, as one file that needs nothing else. Every value and every word of a text is text, never markup. */
export function errorPage(evaluation: Evaluation, documents: readonly MistakenDocument[]): string {
  const [style, script] = [read('browse.css'), read('browse.js')]
  const { profile, truth, records, against, report } = evaluation
  const mistakes = documents.reduce((total, one) => total + one.mistakes.length, 0)
  const before = against === null ? '' : `, against ${against.records}`
  const withoutText = documents.filter((one) => one.there && one.text === null).length
  const missing =
    withoutText === 0 ? '' : ` ${String(withoutText)} documents are shown without text.`
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy(style, script)}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${text(`Mistakes in ${profile}`)}</title>
<style>${style}</style></head>
<body>
<header><h1>${text(`Mistakes in ${profile}`)}</h1>
<p>${text(`${records}${before}, held against ${truth}: ${String(report.documents)} documents, mean F1 ${percent(report.mean_f1)} (${range(report.interval)}).`)} ${String(mistakes)} fields of ${String(documents.length)} documents are not as they should be or have changed.${missing}</p>
${figures(evaluation)}
${filters(documents)}</header>
<main>${documents.map(documentPart).join('\n')}</main>
<script>${script}</script>
</body></html>
`
}
