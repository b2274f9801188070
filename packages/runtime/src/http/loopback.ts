const LOOPBACK_HOST =
  /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\]|(?:::ffff:)127(?:\.\d{1,3}){3})$/i

export const isLoopback = (host: string): boolean => LOOPBACK_HOST.test(host)

/** Has the shape of the error catalogue, so that it is reported like one of its errors. */
export class InsecureHostError extends Error {
  readonly code = 'config.insecure'
  readonly status = 500
  readonly fix = 'Bind to 127.0.0.1, or configure authentication first.'

  constructor(host: string) {
    super(`Refusing to listen on ${host === '' ? 'all addresses' : host} without authentication`)
    this.name = 'InsecureHostError'
  }
}

/** Whoever reaches an address without authentication reads everything, so only this machine may reach it. */
export function assertLoopback(host: string): void {
  if (!isLoopback(host)) throw new InsecureHostError(host)
}
