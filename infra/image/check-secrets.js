// Runs before anything else starts: refuses secrets that are placeholders or too weak, for the servers that take any.
// The arguments are the names of the variables. Values are never printed.
import { argv, env, exit, stderr } from 'node:process'
import { assertSecret } from '@colophon/runtime/auth'

// Passwords stand in URLs as they are.
const SAFE_IN_URLS = /^[\w.~-]*$/

const problems = argv.slice(2).flatMap((name) => {
  const value = env[name] ?? ''
  try {
    assertSecret(value, { name })
  } catch (refused) {
    return [refused.message]
  }
  return SAFE_IN_URLS.test(value) || !name.endsWith('PASSWORD')
    ? []
    : [`${name} has characters that a URL cannot hold: use \`openssl rand -hex 32\``]
})

for (const problem of problems) stderr.write(`${problem}\n`)
exit(problems.length === 0 ? 0 : 1)
