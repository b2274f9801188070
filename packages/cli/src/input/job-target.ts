import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ColophonError, isPrivateHost } from '@colophon/domain'
import { readSettings } from '@colophon/runtime/settings'
import { SubmitConfig } from '../config.ts'
import type { Context } from '../context.ts'

/** Options of commands that ask a job API. */
export interface TargetOptions {
  url?: string
  tokenFile?: string
}

interface Target {
  url: URL
  token: string | undefined
}

/** Where to send, and with which token: options go before variables, and all that is wrong is told at once. */
export async function readTarget(
  { env, cwd }: Context,
  { url = env['COLOPHON_URL'], tokenFile }: TargetOptions,
): Promise<Target> {
  const given = { ...env, COLOPHON_URL: url }
  const tokenOf = ({ COLOPHON_TOKEN: token }: SubmitConfig): string | undefined =>
    tokenFile === undefined ? token?.trim() : readToken(resolve(cwd, tokenFile), tokenFile)
  const config = await readSettings(SubmitConfig, given, [
    { of: ['COLOPHON_URL'], check: ({ COLOPHON_URL }) => addressOf(COLOPHON_URL) },
    { of: ['COLOPHON_TOKEN'], check: tokenOf },
  ])
  const target = { url: addressOf(config.COLOPHON_URL), token: tokenOf(config) }
  assertConfidential(target)
  return target
}

function readToken(path: string, named: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new ColophonError('config.invalid', `The token in ${named} cannot be read`, { cause })
  }
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '')
    return url
  throw new ColophonError(
    'config.invalid',
    'COLOPHON_URL (or --url) must be http or https, without credentials in it',
  )
}

/** A token over plain HTTP is everybody's on the way. */
function assertConfidential({ url, token }: Target): void {
  if (token === undefined || url.protocol === 'https:' || isPrivateHost(url.hostname)) return
  throw new ColophonError(
    'config.insecure',
    `A token is not sent to ${url.host} over http: use https`,
  )
}
