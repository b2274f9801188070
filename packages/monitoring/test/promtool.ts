import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import { renderRuleTests } from '@colophon/monitoring/rule-tests'
import { findServer, temporaryFolder } from '@colophon/testkit'

export interface Printed {
  code: number
  text: string
}

/** It makes and drops a database for each test: one thread and rare collections are a quarter less work. */
const LEAN = { GOMAXPROCS: '1', GOGC: '400' }

function promtool(args: readonly string[]): Promise<Printed> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], ...LEAN }
    execFile(findServer('promtool') ?? 'promtool', [...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr })
    })
  })
}

const put = (folder: string, files: Readonly<Record<string, string>>): string[] => {
  mkdirSync(folder)
  return Object.entries(files).map(([name, text]) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  })
}

/** Whether promtool reads these rules. */
export const checkRules = (
  t: TestContext,
  rules: Readonly<Record<string, string>>,
): Promise<Printed> =>
  promtool(['check', 'rules', ...put(join(temporaryFolder(t), 'rules'), rules)])

/** What promtool says of these rules when it tries them with our cases: all, or those of one group. */
export async function tryRules(
  t: TestContext,
  rules: Readonly<Record<string, string>>,
  group = '',
): Promise<Printed> {
  const folder = temporaryFolder(t)
  put(join(folder, 'rules'), rules)
  const tests = put(join(folder, 'tests'), renderRuleTests())
  // Two at a time: most of it is waiting for the small databases that it makes.
  const halves = [0, 1].map((half) =>
    tests.filter((file, i) => i % 2 === half && basename(file).startsWith(group)),
  )
  const printed = await Promise.all(
    halves.filter((own) => own.length > 0).map((own) => promtool(['test', 'rules', ...own])),
  )
  return {
    code: Math.max(...printed.map(({ code }) => code)),
    text: printed.map(({ text }) => text).join('\n'),
  }
}
