import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, suite, test, type TestContext } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { SystemStatus } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { LAUNCHER, plainEnvironment, runCommand, startCommand, until } from './command.ts'

const START_MS = 60_000
const ENTERED = '\u001b[?1049h'
const HOME = '\u001b[H'
const LEFT = '\u001b[?25h\u001b[?1049l'

/**
 * Gives the command a terminal of 100 columns, and its keys from what is written to it. The terminal becomes small when
 * there is a file $SMALL, as somebody makes a window smaller.
 */
const IN_A_TERMINAL = `
import os, pty, sys
shrink = '(while [ ! -e "$SMALL" ]; do sleep 0.1 || exit; done; stty rows 12 cols 60 < /dev/tty) &'
status = pty.spawn(['sh', '-c', f'stty rows 30 cols 100; {shrink} exec "$0" "$@"'] + sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`

/** Of what a terminal shows of it. */
const widthOf = (line: string): number => stripVTControlCharacters(line).length

function inTerminal(t: TestContext, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn('python3', ['-c', IN_A_TERMINAL, process.execPath, LAUNCHER, ...args], {
    env: { ...plainEnvironment(), TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  let shown = ''
  child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()))
  return {
    press: (keys: string) => child.stdin.write(keys),
    shown: () => shown,
    sees: (text: string) => until(text, START_MS, () => shown.includes(text) || undefined),
    ended: once(child, 'close').then(([code]) => code as number),
  }
}

suite('colophon top', () => {
  let url = ''
  const ends: (() => void)[] = []
  const folder = temporaryFolder({ after: (end) => ends.push(end as () => void) })

  before(async () => {
    const server = startCommand(['serve', '--demo'], { cwd: folder })
    ends.push(() => server.child.kill('SIGKILL'))
    await until('the server is ready', START_MS, () => {
      if (server.child.exitCode !== null) throw new Error(server.printed.stderr)
      return server.printed.stdout.includes('ready, Ctrl-C') || undefined
    })
    url = /status +(http:\/\/[^/]+)\//.exec(server.printed.stdout)?.[1] ?? ''
  })

  after(() => {
    for (const end of ends.toReversed()) end()
  })

  test('writes what a running server knows once to a pipe, and as it is for machines', async () => {
    const plain = await runCommand(['top', '--url', url], { cwd: folder })
    assert.deepEqual([plain.code, plain.stderr], [0, ''])
    assert.match(plain.stdout, /^Colophon \S+ +\d\d:\d\d:\d\d UTC {2}http:/)
    assert.match(plain.stdout, /\nqueue +0 wait, 0 in work/)
    assert.match(plain.stdout, /\nentity-agent +/)
    // eslint-disable-next-line no-control-regex -- nothing that moves a cursor or colours
    assert.doesNotMatch(plain.stdout, /\u001b/)
    const json = await runCommand(['top', '--url', url, '--json'], { cwd: folder })
    assert.equal(SystemStatus.parse(JSON.parse(json.stdout)).one_process, true)
  })

  test('reads the store where no server runs, and says so; a server that was named has to answer', async () => {
    // A port that nothing listens on.
    const away = await runCommand(['top', '--url', 'http://127.0.0.1:9'], { cwd: folder })
    assert.deepEqual([away.code, away.stdout], [1, ''])
    const stored = await runCommand(['top', '--once'], { cwd: folder })
    assert.equal(stored.code, 0, stored.stderr)
    assert.match(stored.stdout, /from the store alone|http:\/\/127\.0\.0\.1:5000/)
    assert.match(stored.stdout, /review +\d+ wait/)
  })

  test('draws over itself in a terminal, obeys its keys, and leaves the terminal as it was', async (t) => {
    const top = inTerminal(t, ['top', '--url', url], { NO_COLOR: '1' })
    await top.sees('review')
    assert.ok(top.shown().startsWith(ENTERED))
    top.press('?')
    await top.sees('p  pauses')
    top.press('p')
    await top.sees('paused')
    // Without colours: what is left are the movements of the cursor.
    // eslint-disable-next-line no-control-regex -- the same
    assert.doesNotMatch(top.shown(), /\u001b\[\d+m/)
    top.press('q')
    assert.equal(await top.ended, 0)
    assert.ok(top.shown().endsWith(LEFT))
  })

  test('draws anew, and no more than fits, when the window becomes smaller', async (t) => {
    const SMALL = join(folder, 'small')
    const top = inTerminal(t, ['top', '--url', url], { NO_COLOR: '1', SMALL })
    await top.sees('review')
    const frames = () => top.shown().split(HOME).slice(1, -1)
    assert.ok(frames().every((frame) => frame.split('\r\n').length > 12))
    writeFileSync(SMALL, '')
    const fits = (frame: string): boolean => {
      const lines = frame.split('\r\n')
      return lines.length <= 12 && lines.every((line) => widthOf(line) <= 60)
    }
    await until('a frame that fits', START_MS, () => frames().some(fits) || undefined)
    top.press('q')
    assert.equal(await top.ended, 0)
    assert.ok(fits(frames().at(-1) ?? ''), 'and it stays so')
  })

  test('leaves the terminal as it was at Ctrl-C too', async (t) => {
    const top = inTerminal(t, ['top', '--url', url])
    await top.sees('review')
    // eslint-disable-next-line no-control-regex -- the heading is bold
    assert.match(top.shown(), /\u001b\[1mColophon/)
    top.press('\u0003')
    assert.equal(await top.ended, 130)
    assert.ok(top.shown().endsWith(LEFT))
  })
})
