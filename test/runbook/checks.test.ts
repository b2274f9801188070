import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { createProgram, processContext } from '@colophon/cli'
import { parse } from 'yaml'
import {
  blocksOf,
  commandLines,
  ownCommands,
  pages,
  ROOT,
  textOf,
  usesContainers,
} from './blocks.ts'

const blocks = pages().flatMap(blocksOf)
const program = createProgram(processContext(), () => undefined)
type Command = typeof program

/** What is wrong with a command line of ours; null when its command and all its options are there. */
function faultOf(args: string): string | null {
  // What stands in quotation marks is one word, and may be a command of its own.
  const words = args
    .replaceAll(/"[^"]*"|'[^']*'/g, 'quoted')
    .split(' ')
    .filter((word) => word !== '')
  let command: Command = program
  while (words.length > 0) {
    const next = command.commands.find((one) => one.name() === words[0])
    if (next === undefined) break
    command = next
    words.shift()
  }
  if (command === program && words.length > 0 && !/^[-…$]/.test(words[0] ?? '')) {
    return `there is no command ${words[0] ?? ''}`
  }
  const known = new Set(command.options.flatMap(({ short, long }) => [short, long]))
  const unknown = words
    .filter((word) => /^--?[a-z]/.test(word))
    .filter((word) => !known.has(word.split('=')[0]) && word !== '--help')
  return unknown.length === 0 ? null : `${command.name()} has no option ${unknown.join(', ')}`
}

const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), {
  merge: true,
  maxAliasCount: -1,
}) as {
  services: Record<string, unknown>
}

/** Options of `docker compose` and its commands that take a value. */
const TAKES_VALUE = new Set(['-f', '--scale', '--env-file', '--tail', '--since', '-e', '-u'])
const NAMES_ALL = new Set([
  'up',
  'stop',
  'start',
  'restart',
  'logs',
  'ps',
  'images',
  'build',
  'top',
])
const NAMES_FIRST = new Set(['exec', 'run'])

/** The services that a line of `docker compose` names, and files. */
function namedBy(line: string): { services: string[]; files: string[]; command: string } {
  const words = line.split(/\s+/)
  const [services, files]: [string[], string[]] = [[], []]
  let command = ''
  for (let n = 0; n < words.length; n += 1) {
    const word = words[n] ?? ''
    if (TAKES_VALUE.has(word)) {
      n += 1
      const value = words[n] ?? ''
      if (word === '-f' && command === '') files.push(value)
      if (word === '--scale') services.push(value.split('=')[0] ?? '')
    } else if (word.startsWith('-')) continue
    else if (command === '') command = word
    else if (/^[|>&;]/.test(word)) break
    else {
      services.push(word)
      if (NAMES_FIRST.has(command)) break
    }
  }
  return { services, files, command }
}

suite('commands of the runbook', () => {
  test('are all run or checked, or say why they are not', () => {
    const silent = blocks.filter(({ notRun }) => notRun !== null && notRun.length < 20)
    assert.deepEqual(silent, [])
    assert.ok(blocks.length > 30, `${blocks.length} blocks are found`)
    const fences = pages().reduce((sum, page) => sum + textOf(page).split('```sh\n').length - 1, 0)
    assert.equal(blocks.length, fences, 'every block is seen')
  })

  test('name commands and options that there are, also between words', () => {
    const texts = [
      ...blocks.map(({ page, line, text }) => ({ where: `${page}:${line}`, text })),
      ...pages().flatMap((page) =>
        [
          ...textOf(page)
            .replaceAll(/^ *```[^]*?^ *```$/gm, '')
            .matchAll(/`((?:npx )?colophon [^`]+)`/g),
        ].map(([, text = '']) => ({ where: page, text })),
      ),
    ]
    const faults = texts.flatMap(({ where, text }) =>
      commandLines(text)
        .flatMap(ownCommands)
        .flatMap((args) => {
          const fault = faultOf(args)
          return fault === null ? [] : [`${where}: colophon ${args}: ${fault}`]
        }),
    )
    assert.deepEqual(faults, [])
    assert.ok(texts.length > 50)
  })

  test('would be refused with a command or an option that there is not', () => {
    assert.match(faultOf('enrihc letters') ?? '', /no command enrihc/)
    assert.match(faultOf('audit verify --agains heads') ?? '', /no option --agains/)
    assert.equal(faultOf('gate JOB --completeness 0.9'), null)
  })

  test('for Compose name its services and our files', () => {
    const lines = blocks.filter(usesContainers).flatMap(({ page, text }) =>
      commandLines(text).flatMap((line) =>
        [...line.matchAll(/docker compose ((?:(?!docker compose).)*)/g)].map(([, rest = '']) => ({
          page,
          rest,
        })),
      ),
    )
    assert.ok(lines.length > 5)
    for (const { page, rest } of lines) {
      const { services, files, command } = namedBy(rest)
      if (NAMES_ALL.has(command) || NAMES_FIRST.has(command)) {
        for (const name of services)
          assert.ok(compose.services[name], `${page}: ${rest}: no ${name}`)
      }
      for (const file of files) assert.ok(existsSync(join(ROOT, file)), `${page}: no ${file}`)
    }
  })
})
