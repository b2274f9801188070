import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startLogged, type Death, type ProcessSpec, type StackProcess } from './process.ts'

/** Groups of processes that need each other in this order. */
export class Launch {
  readonly processes: StackProcess[] = []
  readonly deaths: Death[] = []
  readonly folder: string
  readonly #stages: StackProcess[][] = []
  readonly #ports: number[]
  readonly #logFolder: string

  constructor(folder: string, ports: number[]) {
    this.folder = folder
    this.#ports = ports
    this.#logFolder = join(folder, 'logs')
    mkdirSync(this.#logFolder, { recursive: true })
  }

  port(): number {
    const port = this.#ports.pop()
    if (port === undefined) throw new Error('more processes were started than ports were taken for')
    return port
  }
  ports(): [number, number] {
    return [this.port(), this.port()]
  }
  data(name: string): string {
    return join(this.folder, 'data', name)
  }

  /** Starts them at once and waits until all are ready. */
  async start(specs: readonly ProcessSpec[]): Promise<StackProcess[]> {
    const onDeath = (death: Death): void => {
      this.deaths.push(death)
    }
    const started = specs.map((spec) => startLogged(spec, { logFolder: this.#logFolder, onDeath }))
    this.processes.push(...started)
    this.#stages.push(started)
    await Promise.all(started.map((each) => each.ready()))
    return started
  }

  async startOne(spec: ProcessSpec): Promise<StackProcess> {
    const [started] = await this.start([spec])
    if (started === undefined) throw new Error('nothing was started')
    return started
  }

  async stop(): Promise<void> {
    for (const stage of this.#stages.splice(0).reverse()) {
      await Promise.all(stage.map((each) => each.kill('SIGTERM')))
    }
  }
}
