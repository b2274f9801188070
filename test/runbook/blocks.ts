import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = 'docs/runbook'

/** Commands that a page has its readers paste, with what a comment before them says of how they are tested. */
export interface Block {
  page: string
  line: number
  text: string
  /** Why it cannot be run: `<!-- not run: … -->`. */
  notRun: string | null
  /** What is as it says only after this: `<!-- setup: … -->`. */
  setup: string | null
  /** The exit code of the whole: `<!-- ends with 1: … -->`. */
  endsWith: number
}

export const pages = (): string[] =>
  readdirSync(join(ROOT, FOLDER), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()

export const textOf = (page: string): string => readFileSync(join(ROOT, FOLDER, page), 'utf8')

const BLOCK = /((?:<!-- [^]*?-->\s*)*)^ *```sh\n([^]*?)^ *```$/gm

const remark = (comments: string, kind: string): string | null =>
  new RegExp(`<!-- ${kind}:? ([^]*?) ?-->`).exec(comments)?.[1]?.replaceAll(/\s+/g, ' ') ?? null

export function blocksOf(page: string): Block[] {
  const text = textOf(page)
  return [...text.matchAll(BLOCK)].map((match) => {
    const [, comments = '', commands = ''] = match
    return {
      page,
      line: text.slice(0, match.index + comments.length).split('\n').length,
      text: commands,
      notRun: remark(comments, 'not run'),
      setup: remark(comments, 'setup'),
      endsWith: Number(/^\d+/.exec(remark(comments, 'ends with') ?? '0')?.[0]),
    }
  })
}

/** A line of a shell, with those that go on behind a backslash, and without its comment. */
export const commandLines = (text: string): string[] =>
  text
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

export const usesContainers = ({ text }: Block): boolean => text.includes('docker compose')

/** Command lines of ours, wherever they stand: `npx colophon …`, or the file of the command in a container. */
export function ownCommands(text: string): string[] {
  const found = text.matchAll(
    /(?:npx colophon|packages\/cli\/bin\/colophon\.js|^colophon)((?: (?:"[^"]*"|'[^']*'|[^\s|;&)`"']+))*)/gm,
  )
  return [...found].map(([, args = '']) => args.trim())
}
