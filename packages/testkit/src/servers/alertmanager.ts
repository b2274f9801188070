import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareEnvironment, serverBinary } from './binary.ts'
import { writeFiles } from './files.ts'
import type { ServerScope } from './nsqd.ts'
import { freePort, startProcess, untilReady } from './process.ts'

/** An alert that fires, as Alertmanager knows it. */
export interface FiringAlert {
  labels: Readonly<Record<string, string>>
  annotations: Readonly<Record<string, string>>
  /** `suppressed`: inhibited or silenced, so that nobody is told. */
  state: 'active' | 'suppressed' | 'unprocessed'
  /** Names of the receivers that its route leads to. */
  receivers: readonly string[]
}

export interface AlertmanagerServer {
  /** `host:port`, for the `alerting` part of Prometheus' configuration. */
  readonly address: string
  readonly url: string
  readonly pid: number
  /** What fires now; those that are resolved are left out. */
  firing(): Promise<FiringAlert[]>
  /** All that it has written. */
  output(): string
}

export interface AlertmanagerOptions {
  /** Text of its configuration; paths in it are relative to where it lies. */
  config: string
  /** Files beside the configuration, by relative path: templates, secrets. */
  files?: Readonly<Record<string, string>>
}

interface GettableAlert extends Pick<FiringAlert, 'labels' | 'annotations'> {
  status: { state: FiringAlert['state'] }
  receivers: { name: string }[]
}

/** A real Alertmanager on loopback that knows no others, until the test ends. */
export async function startAlertmanager(
  t: ServerScope,
  { config, files = {} }: AlertmanagerOptions,
): Promise<AlertmanagerServer> {
  const binary = serverBinary(t, 'alertmanager')
  const folder = mkdtempSync(join(tmpdir(), 'colophon-alertmanager-'))
  writeFiles(folder, { ...files, 'alertmanager.yml': config })
  const address = `127.0.0.1:${await freePort()}`
  const url = `http://${address}`
  const started = startProcess(
    binary,
    [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
    ],
    { cwd: folder, env: bareEnvironment() },
  )
  t.after(async () => {
    await started[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  await untilReady(started, async () => (await fetch(`${url}/-/ready`)).ok)
  return {
    address,
    url,
    pid: started.pid,
    output: () => started.output(),
    async firing() {
      const answer = await fetch(`${url}/api/v2/alerts`)
      if (!answer.ok)
        throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`)
      return ((await answer.json()) as GettableAlert[]).map(
        ({ labels, annotations, status: { state }, receivers }) => ({
          labels,
          annotations,
          state,
          receivers: receivers.map(({ name }) => name),
        }),
      )
    },
  }
}
