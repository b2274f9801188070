import { readFileSync } from 'node:fs'
import { isPrivateHost, TenantId, WebhookKind } from '@colophon/domain'
import { ConfigError } from '@colophon/runtime'
import { assertSecret, InsecureSettingError } from '@colophon/runtime/auth'
import { z } from 'zod'

const DEFAULT_TIMEOUT_MS = 10_000
const MOST_ENDPOINTS = 200

const Endpoint = z.strictObject({
  tenant: TenantId.default('default').describe('Whose events are sent to it'),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'expected a-z, digits, - and _, at most 63 of them')
    .describe('What it is called; one tenant has no two of a name'),
  url: z.string(),
  secret: z.string(),
  kinds: z
    .array(WebhookKind.exclude(['test']))
    .min(1)
    .default(['task.approved', 'task.rejected', 'job.done'])
    .describe('The events it is told of'),
  allow_private: z
    .boolean()
    .default(false)
    .describe('It may be on this machine or in a private network, and be reached without TLS'),
  timeout_ms: z.int().min(100).max(60_000).default(DEFAULT_TIMEOUT_MS),
})

const WebhooksFile = z.strictObject({ endpoints: z.array(Endpoint).max(MOST_ENDPOINTS) })

/** Where events of a tenant are sent. Its URL and its secret are for the delivery alone. */
export type WebhookEndpoint = z.infer<typeof Endpoint>

/** What of an address may be shown: its path and its query may be secrets of their own. */
export const hostOf = ({ url }: Pick<WebhookEndpoint, 'url'>): string => new URL(url).host

function faultOfUrl({ url, allow_private }: WebhookEndpoint): string | null {
  if (!URL.canParse(url)) return 'url: expected an address such as https://example.org/hook'
  const { protocol, hostname, username, password, hash } = new URL(url)
  if (username !== '' || password !== '') {
    return 'url: it holds a name or a password; the signature is what tells who sends'
  }
  if (hash !== '') return 'url: it has a fragment, which is never sent'
  const isAllowed =
    protocol === 'https:' || (protocol === 'http:' && allow_private && isPrivateHost(hostname))
  if (!isAllowed) {
    return 'url: expected https; http only to a private address, with "allow_private": true'
  }
  if (!allow_private && isPrivateHost(hostname)) {
    return 'url: it is on this machine or in a private network; where that is meant, set "allow_private": true'
  }
  return null
}

const SAYS_ITS_KIND = 'whsec_'

/** The bytes that a secret stands for: `whsec_` and base64, or itself. */
export const keyOf = (secret: string): Buffer =>
  secret.startsWith(SAYS_ITS_KIND)
    ? Buffer.from(secret.slice(SAYS_ITS_KIND.length), 'base64')
    : Buffer.from(secret)

const LEAST_KEY_BYTES = 32

function faultOfSecret({ secret }: WebhookEndpoint): string | null {
  try {
    const bare = secret.startsWith(SAYS_ITS_KIND) ? secret.slice(SAYS_ITS_KIND.length) : secret
    assertSecret(bare, { name: 'secret' })
  } catch (thrown) {
    if (!(thrown instanceof InsecureSettingError)) throw thrown
    return thrown.message
  }
  if (keyOf(secret).length >= LEAST_KEY_BYTES) return null
  return `secret: behind ${SAYS_ITS_KIND} stand ${LEAST_KEY_BYTES} bytes or more in base64`
}

function faultsOf(endpoints: readonly WebhookEndpoint[]): string[] {
  const seen = new Set<string>()
  return endpoints.flatMap((endpoint, n) => {
    const key = JSON.stringify([endpoint.tenant, endpoint.name])
    const repeated = seen.has(key) ? 'name: the tenant has another endpoint of this name' : null
    seen.add(key)
    const faults = [repeated, faultOfUrl(endpoint), faultOfSecret(endpoint)]
    return faults.flatMap((fault) =>
      fault === null ? [] : [`endpoints.${n} (${endpoint.name}): ${fault}`],
    )
  })
}

const named = (path: string, fault: string): string => `WEBHOOKS_FILE ${path}: ${fault}`

/** Reads the file of a setting; none where it is not set. Throws `config.invalid` with all that is wrong with it. */
export function readWebhooks(path: string | undefined): readonly WebhookEndpoint[] {
  if (path === undefined) return []
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    // What the parser says quotes the file, and the file holds secrets.
    const why = thrown instanceof SyntaxError ? 'it is not JSON' : (thrown as Error).message
    throw new ConfigError([named(path, why)])
  }
  const read = WebhooksFile.safeParse(json)
  const faults = read.success
    ? faultsOf(read.data.endpoints)
    : read.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`)
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => named(path, fault)))
  return read.data?.endpoints ?? []
}

/** For what a program holds against its settings. */
export const WEBHOOKS_RULE = {
  of: ['WEBHOOKS_FILE'] as const,
  check: ({ WEBHOOKS_FILE: path }: { WEBHOOKS_FILE?: string | undefined }): void => {
    readWebhooks(path)
  },
}
