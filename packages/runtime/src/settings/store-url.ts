import { InsecureSettingError } from '../auth/index.ts'
import { isLoopback } from '../http/loopback.ts'

const SERVER_SCHEME = /^mongodb(?:\+srv)?:\/\//i

/** Where a database on this machine may be open to everybody on it. */
const TRUSTED_ENVIRONMENTS = ['development', 'test']

/** Hosts of a URL that may name several of them, which `URL` cannot read. */
function readAuthority(url: string): { hasCredentials: boolean; hosts: string[] } {
  const authority = url.replace(SERVER_SCHEME, '').split(/[/?]/, 1)[0] ?? ''
  const at = authority.lastIndexOf('@')
  const [user = '', password = ''] = authority.slice(0, Math.max(0, at)).split(':')
  const hosts = authority
    .slice(at + 1)
    .split(',')
    .map((host) => host.replace(/:\d+$/, ''))
  return { hasCredentials: user !== '' && password !== '', hosts }
}

/** Client certificates stand for a password. */
const authenticatesOtherwise = (url: string): boolean =>
  /[?&]authMechanism=(?:MONGODB-X509|MONGODB-AWS|MONGODB-OIDC|GSSAPI)\b/i.test(url)

/**
 * Returns the URL of a store that may be used. A database that asks nobody for a password is one for development, on
 * this machine: anywhere else it is refused. The message never shows the URL.
 */
export function assertStoreUrl(url: string, environment: string): string {
  if (!SERVER_SCHEME.test(url)) return url
  const { hasCredentials, hosts } = readAuthority(url)
  if (hasCredentials || authenticatesOtherwise(url)) return url
  if (!hosts.every(isLoopback)) {
    throw new InsecureSettingError(
      'STORE_URL names a database on another machine without user and password: create a user and write mongodb://USER:PASSWORD@…',
    )
  }
  if (!TRUSTED_ENVIRONMENTS.includes(environment)) {
    throw new InsecureSettingError(
      'STORE_URL has no user and password: create a user and write mongodb://USER:PASSWORD@…, or set NODE_ENV=development on a machine of your own',
    )
  }
  return url
}
