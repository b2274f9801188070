import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:https'
import { readTls, type TlsFiles } from './tls.ts'

/** What becomes of the certificate of a server. */
export interface TlsEvents {
  /** It is served from now on; `renewed`: in the place of another. */
  served(certificate: { ends: Date; renewed: boolean }): void
  /** Its files hold no pair: what was served before still is. Told once for each that is tried. */
  refused(error: unknown): void
}

export interface TlsWatchOptions {
  files: TlsFiles
  /** @default nobody */
  events?: TlsEvents | undefined
  /** How often the files are looked at, in milliseconds. @default 10 s */
  everyMs?: number | undefined
}

const EVERY_MS = 10_000

const endOf = (cert: Buffer): Date => new X509Certificate(cert).validToDate

/** Undefined: one of them is away, as it is for a moment while files are exchanged. */
async function contentsOf({ certFile, keyFile }: TlsFiles): Promise<string | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')])
    return `${cert}\n${key}`
  } catch {
    return undefined
  }
}

/**
 * Serves another certificate as soon as its files hold one, looked at again and again and at SIGHUP: contents are compared, since
 * certificates are exchanged by links, by copies and by folders. Connections that are open go on.
 */
export class TlsWatch implements Disposable {
  readonly #server: Server
  readonly #options: TlsWatchOptions
  readonly #timer: NodeJS.Timeout
  #tried: string | undefined
  readonly #onHangUp = (): void => void this.look()

  /** `served`: the certificate that the server was made with. */
  constructor(server: Server, served: Buffer, options: TlsWatchOptions) {
    this.#server = server
    this.#options = options
    options.events?.served({ ends: endOf(served), renewed: false })
    void contentsOf(options.files).then((contents) => {
      this.#tried ??= contents
    })
    this.#timer = setInterval(() => void this.look(), options.everyMs ?? EVERY_MS).unref()
    process.on('SIGHUP', this.#onHangUp)
  }

  /** Takes what the files hold now, where that is another pair than was tried last. */
  async look(): Promise<void> {
    const { files, events } = this.#options
    const contents = await contentsOf(files)
    if (contents === undefined || contents === this.#tried) return
    this.#tried = contents
    try {
      const material = readTls(files)
      this.#server.setSecureContext(material)
      events?.served({ ends: endOf(material.cert), renewed: true })
    } catch (thrown) {
      events?.refused(thrown)
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    process.off('SIGHUP', this.#onHangUp)
  }
}
