import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readCalibration } from '@colophon/agents'
import { temporaryFolder } from '@colophon/testkit'
import { halfOf, readLetters, VARIANTS } from '../proof/trust/letters.ts'
import { runTrials, type Trial } from '../proof/trust/trials.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BENCH = join(ROOT, '../shared/letters-bench')
const FILE = join(BENCH, 'public.jsonl')
const skip =
  existsSync(FILE) || process.env['CI'] === 'true' ? false : 'the benchmark letters are not here'

/** Every tenth letter: some of each edition. */
const LETTERS = 40
const some = (variant: 'clean' | 'noisy') =>
  readLetters(FILE, variant)
    .filter((_, index) => index % 10 === 0)
    .slice(0, LETTERS)

suite('benchmark letters and models that are wrong', { skip }, () => {
  for (const variant of VARIANTS)
    test(`no model makes a record worse (${variant})`, async (t) => {
      const trials = await runTrials({ bench: BENCH, variant, letters: some(variant) })
      const named = new Map(trials.map((trial): [string, Trial] => [trial.name, trial]))
      for (const { name, score, rules, unsupported } of trials) {
        assert.deepEqual(unsupported, [], name)
        assert.ok(score.coreF1 >= rules.coreF1, `${name}: ${score.coreF1}, rules ${rules.coreF1}`)
        assert.ok(score.autoApproved <= rules.autoApproved || name.endsWith('measured'), name)
        t.diagnostic(`${name}: core F1 ${score.coreF1}, rules ${rules.coreF1}`)
      }
      assert.equal(named.size, 4)
    })

  test('what was measured of a model is written to a file that the agents take', async (t) => {
    const folder = temporaryFolder(t)
    const [truth, out] = [join(folder, 'truth.jsonl'), join(folder, 'models.json')]
    const letters = halfOf(some('clean'), 'even').slice(0, 6)
    writeFileSync(truth, letters.map((letter) => JSON.stringify(letter)).join('\n'))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['proof/trust/calibrate.ts', '--truth', truth, '--out', out],
      { cwd: ROOT, env: { PATH: process.env['PATH'], MODEL_LOCAL: 'scripted:?model=tried' } },
    )
    assert.match(stdout, /scripted:tried +\S+ +\w+ +\d+ +\d+ +0\.\d\d/)
    const { models, documents } = readCalibration(out)
    assert.deepEqual([Object.keys(models), documents], [['scripted:tried'], letters.length])
    assert.doesNotMatch(readFileSync(out, 'utf8'), /quote|"value"/, 'no words of letters')
  })
})
