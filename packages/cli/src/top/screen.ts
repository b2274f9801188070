import { emitKeypressEvents, type Key } from 'node:readline'

export interface ScreenOptions {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  onKey: (name: string) => void
  onResize: () => void
}

/** All of a terminal, until it is disposed of: then it is as it was. */
export interface Screen extends Disposable {
  draw(lines: readonly string[]): void
}

const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const REST_OF_LINE = '\u001b[K'
const BELOW = '\u001b[J'

export function openScreen({ stdin, stdout, onKey, onResize }: ScreenOptions): Screen {
  const press = (text: string | undefined, key: Key): void => {
    onKey(key.ctrl === true ? `ctrl-${key.name ?? ''}` : (text ?? key.name ?? ''))
  }
  let closed = false
  emitKeypressEvents(stdin)
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on('keypress', press).resume()
  stdout.on('resize', onResize)
  stdout.write(ENTER)
  return {
    // In one piece, over what was there: nothing is empty in between.
    draw(lines) {
      if (closed) return
      const shown = lines.slice(0, stdout.rows)
      stdout.write(`${HOME}${shown.map((line) => line + REST_OF_LINE).join('\r\n')}${BELOW}`)
    },
    [Symbol.dispose]() {
      if (closed) return
      closed = true
      stdin.off('keypress', press).pause()
      if (stdin.isTTY) stdin.setRawMode(false)
      stdout.off('resize', onResize)
      stdout.write(LEAVE)
    },
  }
}
