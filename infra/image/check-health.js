// Asks the program in this container how it is: exit code 0 when it answers 200. `/readyz` instead of `/healthz` as the
// argument asks for what it depends on, too.
import { get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { argv, env, exit, stderr } from 'node:process'

const TIMEOUT_MS = 4_000

const [, , path = '/healthz'] = argv
const port = env.PORT || env.OPS_PORT
const secure = Boolean(env.TLS_CERT_FILE)

function fail(why) {
  stderr.write(`${path}: ${why}\n`)
  exit(1)
}

if (!port) fail('neither PORT nor OPS_PORT is set')

// The certificate is for the name that others use, never for the loopback address of a container.
const options = { host: '127.0.0.1', port, path, timeout: TIMEOUT_MS, rejectUnauthorized: false }
const request = (secure ? getHttps : getHttp)(options, (response) => {
  if (response.statusCode !== 200) fail(`HTTP ${response.statusCode}`)
  exit(0)
})
request.on('timeout', () => fail('no answer'))
request.on('error', (error) => fail(error.code ?? 'no connection'))
