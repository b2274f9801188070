import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { DocumentRecord } from '@colophon/domain'
import { jobEnded, openHome, serveDistributed, STORES } from './rig.ts'

const LETTER =
  'Edinburgh, 4th February 1862\n\nDear Mary,\n\nAll are well.\n\nYours truly,\nJohn Smith'

type Shown = Pick<DocumentRecord, 'profile' | 'review_status' | 'review_reasons' | 'provenance'> & {
  enriched_data: { card?: unknown; dish?: { minutes?: number }; document?: unknown }
}

for (const [kind, { skip }] of Object.entries(STORES)) {
  suite(`a profile that was added by its folder and a line, over ${kind}`, { skip }, () => {
    test('in one process: a table becomes approved records, shown and written in its own columns', async (t) => {
      const home = await openHome(t, kind as keyof typeof STORES)
      const args = ['--profile', 'recipes', '--out', 'records.csv', '--no-bom']
      const enriched = await home.run('enrich', home.cards, ...args)
      assert.equal(enriched.code, 0, enriched.stderr)
      const [header, ...rows] = home.read('records.csv').trim().split('\r\n')
      assert.match(header ?? '', /,completeness,title,minutes,ingredients,error$/)
      assert.equal(rows.length, 3)
      assert.match(rows[0] ?? '', /^plum-cake,.*,not_required,,1,Plum cake,50,"flour;eggs;sugar",$/)
      const shown = await home.run('show', 'plum-cake')
      assert.match(shown.stdout, /dish\.minutes +50 +90 % +rules +“50 minutes”/)
      const hers = JSON.parse((await home.run('show', 'hers', '--json')).stdout) as Shown
      assert.deepEqual(
        [hers.profile, hers.review_status, hers.review_reasons],
        ['recipes', 'pending', ['completeness_below_threshold']],
      )
      const [, jobId = ''] = /^job: (\S+)$/m.exec(enriched.stderr) ?? []
      const analysis = await home.run('analyze', jobId)
      assert.match(analysis.stdout, /lowest 0\.500, 2 at 1 or more/)
    })

    test('with agents over HTTP: beside letters, each by its own profile', async (t) => {
      const home = await openHome(t, kind as keyof typeof STORES)
      const api = await serveDistributed(t, home.url)
      const sent = await home.run('submit', home.cards, '--url', api, '--profile', 'recipes')
      assert.equal(sent.code, 0, sent.stderr)
      const letter = await fetch(`${api}/api/jobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ job_id: 'letters', documents: [{ id: 'to-mary', text: LETTER }] }),
      })
      assert.equal(letter.status, 202)
      assert.equal(await jobEnded(api, sent.stdout.trim()), 'completed')
      assert.equal(await jobEnded(api, 'letters'), 'completed')
      const exported = async (id: string, format: string): Promise<string> =>
        await (await fetch(`${api}/api/documents/${id}/export?format=${format}`)).text()
      const broth = JSON.parse(await exported('broth', 'json')) as Shown
      assert.deepEqual([broth.profile, broth.review_status], ['recipes', 'not_required'])
      assert.deepEqual(
        [broth.enriched_data.card, broth.enriched_data.dish?.minutes],
        [{ id: 'broth', title: 'Beef broth' }, 240],
      )
      assert.equal(broth.provenance['dish.minutes']?.agent, 'recipe-agent')
      const mary = JSON.parse(await exported('to-mary', 'json')) as Shown
      assert.equal(mary.profile, 'letters')
      assert.ok(mary.enriched_data.document !== undefined && mary.enriched_data.dish === undefined)
      assert.match(await exported('broth', 'csv'), /,title,minutes,ingredients,error\r\n/)
      assert.match(await exported('to-mary', 'csv'), /,document_type,date,/)
    })
  })
}

test('a kind of records that a process was not given is refused by its name', async (t) => {
  const home = await openHome(t, 'SQLite')
  const refused = await home.run('enrich', home.cards, '--profile', 'stamps')
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /no profile "stamps" here, only letters, recipes/)
})
