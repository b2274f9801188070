import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

const INSTALLED = fileURLToPath(new URL('../../../../.servers/bin', import.meta.url))
const MODELS = fileURLToPath(new URL('../../../../.servers/models', import.meta.url))

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Path of a server's binary: what `.ci/install-servers` has put into `.servers/bin`, else what is on the PATH. */
export function findServer(name: string): string | undefined {
  const folders = [INSTALLED, ...(process.env['PATH'] ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** What programs of others are told of our environment: nothing that could be a secret. */
export const bareEnvironment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'] })

/** Path of a model's weights that `.ci/install-servers` has fetched. */
export function findModel(file: string): string | undefined {
  const path = join(MODELS, file)
  return existsSync(path) ? path : undefined
}

/**
 * For `test(name, { skip: skipWithout('nsqd') }, …)`: false when the server is there, else why the test is skipped. In
 * CI an absent server is an error instead: a green run must mean that the test ran.
 */
export function skipWithout(...names: readonly string[]): string | false {
  return skipAbsent(names.filter((name) => findServer(name) === undefined))
}

/** The same for servers and files of models that were looked for already. */
export function skipAbsent(absent: readonly string[]): string | false {
  if (absent.length === 0) return false
  const why = `${absent.join(', ')} not found: run .ci/install-servers`
  if (process.env['CI'] === 'true') throw new Error(why)
  return why
}

/** The binary of a server a test cannot do without; call `skipWithout` first. */
export function serverBinary(t: Pick<TestContext, 'name'>, name: string): string {
  const found = findServer(name)
  if (found === undefined) throw new Error(`${t.name}: ${name} not found`)
  return found
}
