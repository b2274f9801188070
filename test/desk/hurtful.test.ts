import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launch, personAt, skip, startServer, taskOf } from './rig.ts'

const MARKUP = '<img src=x onerror="window.ran=1"><script>window.ran=2</script>'
const WORD = 'Donaudampfschiffahrt'.repeat(20)
const HURTFUL = `${WORD} ${MARKUP} \u0001\u001b[31m שלום \u202Egnp.exe`

test('text that hurts is shown as text, and widens no page', { skip }, async (t) => {
  const server = await startServer(t)
  const browser = await launch()
  t.after(() => browser.close())
  const { review_id: id } = await taskOf(server, '11-multilingual')
  const send = async <T>(method: string, path: string, body: object, revision = 0): Promise<T> => {
    const headers = { 'content-type': 'application/json', 'if-match': `"${revision}"` }
    const init = { method, headers, body: JSON.stringify(body) }
    const response = await fetch(server.url + path, init)
    assert.ok(response.ok, `${path}: ${await response.clone().text()}`)
    return (await response.json()) as T
  }
  const task = `/api/review/${id}`
  const { lease } = await send<{ lease: object }>('POST', `${task}/assign`, {})
  const { document } = await server.api<{ document: { revision: number } }>(task)
  const path = 'document.correspondence.recipient.name'
  const decisions = [{ action: 'correct', path, value: HURTFUL, external: HURTFUL.slice(0, 500) }]
  await send('PATCH', `${task}/fields`, { ...lease, decisions }, document.revision)
  await send('POST', `${task}/comments`, { text: HURTFUL, path })
  await send('POST', `${task}/release`, lease)
  const collection = MARKUP + '100%'.repeat(20)
  await send('PUT', `/api/collections/${encodeURIComponent(collection)}`, {})

  const { page, faults } = await personAt(browser, server, { name: WORD.slice(0, 100) })
  const pages = [
    '/',
    `/tasks/${id}?field=${path}`,
    `/tasks/${id}/history`,
    '/batch',
    '/collections',
  ]
  pages.push(`/collections/${encodeURIComponent(collection)}`, `/search?q=${WORD.slice(0, 180)}`)
  for (const at of pages) {
    await page.goto(server.url + at)
    // The page listens to the queue all the while: the network is never idle.
    await page.locator('main').first().waitFor()
    await page.waitForTimeout(1_500)
    const { ran, width, wide } = await page.evaluate(() => ({
      ran: 'ran' in window,
      width: window.document.documentElement.scrollWidth - window.innerWidth,
      wide: [...window.document.querySelectorAll('body *')]
        .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX))
        .filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
        .map(({ tagName, className }) => `${tagName}.${className}`),
    }))
    assert.deepEqual({ at, ran, width, wide }, { at, ran: false, width: 0, wide: [] })
  }
  assert.match(await page.title(), /Colophon/)
  assert.deepEqual(faults, [])
})
