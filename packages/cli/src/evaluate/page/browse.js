/* global document, addEventListener */
// Runs in the page of mistakes, from a disk too: filters hide what is there, keys go from one mistake to the next.
const form = document.getElementById('filters')
const count = document.getElementById('count')
const articles = [...document.querySelectorAll('article')].map((element) => ({
  element,
  words: element.querySelector('h2').textContent.toLowerCase(),
  rows: [...element.querySelectorAll('.mistake')].map((row) => ({
    row,
    words: row.textContent.toLowerCase(),
  })),
}))
const all = articles.reduce((total, { rows }) => total + rows.length, 0)

const asked = (name) => form.elements[name]?.value ?? ''
const fits = (element, names) =>
  names.every((name) => asked(name) === '' || element.dataset[name] === asked(name))

function apply() {
  const search = asked('search').trim().toLowerCase()
  const unseen = form.elements.accepted.checked
  let shown = 0
  for (const { element, words, rows } of articles) {
    const open = fits(element, ['language', 'collection'])
    let left = 0
    for (const { row, words: own } of rows) {
      const found = search === '' || own.includes(search) || words.includes(search)
      const nobody = row.dataset.accepted === 'true' || element.dataset.approved === 'true'
      const stays = open && found && (!unseen || nobody) && fits(row, ['field', 'kind', 'change'])
      row.hidden = !stays
      if (stays) left += 1
    }
    element.hidden = left === 0
    shown += left
  }
  count.textContent = `${shown} of ${all}`
}

const visible = () =>
  articles.flatMap(({ rows }) => rows.flatMap(({ row }) => (row.hidden ? [] : row)))

function go(step) {
  const rows = visible()
  const at = rows.indexOf(document.activeElement?.closest('.mistake'))
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus()
}

function toggleText() {
  const details = document.activeElement?.closest('article')?.querySelector('details')
  if (details) details.open = !details.open
}

function leave() {
  form.reset()
  apply()
  document.activeElement?.blur()
}

const KEYS = {
  j: () => go(1),
  ArrowDown: () => go(1),
  k: () => go(-1),
  ArrowUp: () => go(-1),
  o: toggleText,
  Enter: toggleText,
  '/': () => form.elements.search.focus(),
  f: () => form.elements.field.focus(),
  Escape: leave,
}

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const inField = /^(?:INPUT|SELECT|SUMMARY)$/.test(event.target.tagName)
  if (inField && event.key !== 'Escape') return
  const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : undefined
  if (act === undefined) return
  event.preventDefault()
  act()
})
form.addEventListener('input', apply)
form.addEventListener('submit', (event) => event.preventDefault())
form.hidden = false
document.getElementById('keys').hidden = false
apply()
