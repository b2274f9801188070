import { TenantId } from '@colophon/domain'
import { ConfigError } from '@colophon/runtime'
import {
  createTokenSigner,
  readTokenKeys,
  ROLES,
  type Role,
  type TokenSigner,
} from '@colophon/runtime/auth'
import { readSettings } from '@colophon/runtime/settings'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { z } from 'zod'
import { TokenConfig } from '../config.ts'
import { EXIT, type Context } from '../context.ts'
import { readSeconds } from './read-seconds.ts'

function readTenant(text: string): string {
  if (TenantId.safeParse(text).success) return text
  throw new InvalidArgumentError('Only a to z, digits, - and _.')
}

interface TokenOptions {
  role: Role[]
  ttl: number
  subject: string
  tenant: string
}

const KEYS = ['NODE_ENV', 'JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_PRIVATE_KEY', 'JWT_ISSUER'] as const

function signerOf(config: Pick<z.output<typeof TokenConfig>, (typeof KEYS)[number]>): TokenSigner {
  const keys = readTokenKeys(config)
  if (keys !== undefined) return createTokenSigner(keys, { issuer: config.JWT_ISSUER })
  throw new ConfigError([
    'JWT_SECRET is required: the one of the services (or JWT_PRIVATE_KEY with JWT_PUBLIC_KEY)',
  ])
}

/** Processes make their own tokens, for the agents alone. */
const PEOPLE = ROLES.filter((role) => role !== 'service')

export function tokenCommand(
  program: Command,
  context: Context,
  exit: (code: number) => void,
): void {
  program
    .command('token')
    .summary('make a token for the job, review and cost API')
    .description(
      'Signs a token with JWT_SECRET, or with JWT_PRIVATE_KEY beside JWT_PUBLIC_KEY, and prints it.\n' +
        'Whoever has it may do what its roles allow until it ends; it cannot be taken back.',
    )
    .addOption(
      new Option('-r, --role <role...>', 'what it allows').choices(PEOPLE).makeOptionMandatory(),
    )
    .option('--ttl <time>', 'how long it is good for', readSeconds, readSeconds('8h'))
    .option('-s, --subject <name>', 'whose it is, as the audit trail shows it', 'cli')
    .option('-t, --tenant <id>', 'whose records it opens', readTenant, 'default')
    .addHelpText(
      'after',
      '\nExample:\n  COLOPHON_TOKEN=$(colophon token --role submitter --ttl 1h) colophon submit scans/',
    )
    .action(async (options: TokenOptions) => {
      const config = await readSettings(TokenConfig, context.env, [{ of: KEYS, check: signerOf }])
      const token = signerOf(config).sign({
        sub: options.subject,
        aud: config.JWT_AUDIENCE,
        tenant: options.tenant,
        roles: options.role,
        ttlS: options.ttl,
      })
      context.stdout.write(`${token}\n`)
      exit(EXIT.done)
    })
}
