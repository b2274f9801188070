import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ALERTS } from '@colophon/monitoring/alerts'
import {
  CONDITIONS,
  filledIn,
  grown,
  judge,
  judgedBy,
  type JudgedName,
  type Standing,
} from '@colophon/monitoring/judge'
import { RECORDERS, type Readings, type Recorder } from '@colophon/runtime/metrics'
import { CASES, historyOf, NOW } from './cases.ts'

const ALL = judgedBy(Object.keys(RECORDERS) as Recorder[])
const named = (figures: Readings, names: readonly JudgedName[] = ALL): string[] =>
  judge(historyOf(figures), { before: [], names }).map(({ name }) => name)

suite('alerts judged inside of a process', () => {
  for (const name of ALL) {
    test(`${name} holds beyond its threshold, and neither on it nor without data`, () => {
      const [beyond, on] = CASES[name]
      assert.ok(named(beyond).includes(name))
      assert.ok(!named(on).includes(name))
      assert.deepEqual(named({}), [])
    })
  }

  test('conditions ask the metrics that they name, and no others', () => {
    for (const name of ALL) {
      const asked = new Set<string>()
      const figures = new Proxy(CASES[name][0], {
        get: (target, key) => (asked.add(String(key)), Reflect.get(target, key) as unknown),
      })
      assert.ok(named(figures, [name]).includes(name))
      assert.deepEqual([...asked].sort(), [...CONDITIONS[name].of].sort(), name)
    }
  })

  test('a coordinator by itself says nothing of what workers count', () => {
    const own = judgedBy(['coordinator', 'leader', 'buses', 'stores', 'apis', 'processes'])
    assert.ok(own.includes('OldestJobTooOld') && own.includes('NsqdDown'))
    assert.ok(!own.includes('JobsNotProgressing') && !own.includes('AgentDown'))
  })

  test('what holds is pending until it has held for long enough, and is gone when it ends', () => {
    const name = 'AgentDown'
    const look = (at: number, figures: Readings, before: readonly Standing[]): Standing[] =>
      judge({ startedAt: NOW, samples: [{ at, figures }] }, { before, names: [name] })
    const [down, up] = CASES[name]
    const first = look(NOW, down, [])
    const later = look(NOW + 179, down, first)
    const last = look(NOW + 180, down, later)
    assert.deepEqual(
      [first, later, last].map(([standing]) => [standing?.state, standing?.since]),
      [
        ['pending', NOW],
        ['pending', NOW],
        ['firing', NOW],
      ],
    )
    assert.deepEqual(look(NOW + 190, up, last), [])
    assert.equal(look(NOW + 200, down, [])[0]?.since, NOW + 200)
  })

  test('words are those of the alert, with figures and labels in them', () => {
    for (const { name, labels, value } of ALL.flatMap((each) =>
      judge(historyOf(CASES[each][0]), { before: [], names: [each] }),
    )) {
      const alert = ALERTS.find((each) => each.name === name)
      assert.ok(alert !== undefined, name)
      for (const text of [alert.summary, alert.description]) {
        const filled = filledIn(text, { labels: { job: 'colophon', ...labels }, value })
        assert.doesNotMatch(filled, /\{\{|\$labels|undefined|NaN/, `${name}: ${filled}`)
      }
    }
    const found = { labels: { agent: 'entity-agent' }, value: 47.25 }
    const slow = ALERTS.find(({ name }) => name === 'AgentSlow')?.summary ?? ''
    assert.match(filledIn(slow, found), /^entity-agent takes 47\.3 s for one document in twenty/)
  })
})

suite('what a counter has grown by', () => {
  const at = (seconds: number, value: number) => ({
    at: NOW + seconds,
    figures: { deadMessages: [{ labels: {}, value, sum: 0, buckets: [] }] },
  })
  const ofLast = (startedAt: number, seconds: number): number | undefined =>
    grown({ startedAt, samples: [at(0, 5), at(100, 7), at(200, 12)] }, 'deadMessages', {
      seconds,
    })[0]?.value

  test('is counted from the sample before the window, and from the first where older ones are gone', () => {
    assert.equal(ofLast(NOW - 9_000, 100), 5)
    assert.equal(ofLast(NOW - 9_000, 150), 7)
    assert.equal(ofLast(NOW - 9_000, 3_600), 7)
  })

  test('is all of it where the process is younger than the window', () => {
    assert.equal(ofLast(NOW, 3_600), 12)
  })
})
