import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { bareEnvironment, findModel, findServer, serverBinary, skipAbsent } from './binary.ts'
import type { ServerScope } from './nsqd.ts'
import { freePort, startProcess, untilReady } from './process.ts'

/** The name the model is created under. */
export const LOCAL_MODEL = 'smollm2'
const MODEL_FILE = 'smollm2-135m-instruct.gguf'

/**
 * One thread: with two on two cores that others use as well, the threads wait for each other at every layer, and an
 * answer takes twenty times as long.
 */
const MODELFILE = (path: string, parameters: readonly string[]): string => `FROM ${path}
TEMPLATE """{{- range .Messages }}<|im_start|>{{ .Role }}
{{ .Content }}<|im_end|>
{{ end }}<|im_start|>assistant
"""
PARAMETER stop "<|im_start|>"
PARAMETER stop "<|im_end|>"
PARAMETER num_thread 1
${parameters.map((each) => `PARAMETER ${each}\n`).join('')}`

export interface OllamaServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** `127.0.0.1:PORT`, as URLs of models name it. */
  readonly host: string
  readonly version: string
  /** Creates a model of the same weights under another name, with more parameters. */
  create(name: string, parameters: readonly string[]): Promise<void>
  /** Stops server and model from running without closing their connections, until `resume`. */
  suspend(): void
  resume(): void
  /** Output so far. */
  output(): string
}

/** False when a real Ollama and its model are there, else why the test is skipped; in CI that is an error. */
export function skipWithoutOllama(): string | false {
  const server = findServer('ollama') === undefined ? ['ollama'] : []
  const model = findModel(MODEL_FILE) === undefined ? [MODEL_FILE] : []
  return skipAbsent([...server, ...model])
}

/** A real Ollama on loopback with a home and models of its own, and the smallest real model in it. */
export async function startOllama(t: ServerScope): Promise<OllamaServer> {
  const binary = serverBinary(t, 'ollama')
  const model = findModel(MODEL_FILE)
  if (model === undefined) throw new Error(`${t.name}: ${MODEL_FILE} not found`)
  const home = mkdtempSync(join(tmpdir(), 'colophon-ollama-'))
  const host = `127.0.0.1:${await freePort()}`
  const url = `http://${host}`
  const env = {
    ...bareEnvironment(),
    HOME: home,
    OLLAMA_HOST: host,
    OLLAMA_MODELS: join(home, 'models'),
    OLLAMA_NUM_PARALLEL: '1',
    OLLAMA_MAX_LOADED_MODELS: '1',
    OLLAMA_NOHISTORY: '1',
  }
  // The model runs in a process of its own: all of them are one group, so that none outlives the test.
  const server = startProcess(binary, ['serve'], { cwd: home, env, ownGroup: true })
  t.after(async () => {
    server.signal('SIGCONT')
    await server[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  })
  await untilReady(server, async () => (await fetch(`${url}/api/version`)).ok)
  const create = async (name: string, parameters: readonly string[]): Promise<void> => {
    const file = join(home, `Modelfile.${name}`)
    writeFileSync(file, MODELFILE(model, parameters))
    await using creating = startProcess(binary, ['create', name, '-f', file], { cwd: home, env })
    if ((await creating.ended) !== 0) throw new Error(`no model ${name}: ${creating.output()}`)
  }
  await create(LOCAL_MODEL, [])
  const { version } = (await (await fetch(`${url}/api/version`)).json()) as { version: string }
  return {
    url,
    host,
    version,
    create,
    suspend: () => {
      server.signal('SIGSTOP')
    },
    resume: () => {
      server.signal('SIGCONT')
    },
    output: () => server.output(),
  }
}

/** Waits until the server has nothing of the model in memory, or has. */
export async function untilLoaded(url: string, loaded: boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { models } = (await (await fetch(`${url}/api/ps`)).json()) as { models: unknown[] }
    if (models.length > 0 === loaded) return
    await delay(25)
  }
  throw new Error(`the model is ${loaded ? 'not ' : ''}in memory`)
}
