import { VERSION } from '@colophon/domain'
import { signalOfCode } from '@colophon/runtime'
import { Command, CommanderError } from 'commander'
import { analyzeCommand } from './commands/analyze.ts'
import { auditCommand } from './commands/audit.ts'
import { backupCommand } from './commands/backup.ts'
import { costsCommand } from './commands/costs.ts'
import { doctorCommand } from './commands/doctor.ts'
import { enrichCommand } from './commands/enrich.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { gateCommand } from './commands/gate.ts'
import { mcpCommand } from './commands/mcp.ts'
import { registerCommand } from './commands/register.ts'
import { requeueCommand } from './commands/requeue.ts'
import { restoreCommand } from './commands/restore.ts'
import { serveCommand } from './commands/serve.ts'
import { showCommand } from './commands/show.ts'
import { statusCommand } from './commands/status.ts'
import { submitCommand } from './commands/submit.ts'
import { tokenCommand } from './commands/token.ts'
import { topCommand } from './commands/top.ts'
import { webhooksCommand } from './commands/webhooks.ts'
import { describeFailure, EXIT, processContext, type Context } from './context.ts'

export { processContext, type Context } from './context.ts'

/** Adding a command is a file and a line here. */
const COMMANDS = [
  serveCommand,
  enrichCommand,
  submitCommand,
  statusCommand,
  topCommand,
  analyzeCommand,
  gateCommand,
  evaluateCommand,
  showCommand,
  registerCommand,
  requeueCommand,
  webhooksCommand,
  auditCommand,
  costsCommand,
  backupCommand,
  restoreCommand,
  tokenCommand,
  doctorCommand,
  mcpCommand,
]

export function createProgram(context: Context, exit: (code: number) => void): Command {
  const program = new Command('colophon')
    .description('Turns OCR’d documents into reviewed, costed, catalogue-ready records.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(colophon --help shows what there is)')
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nSettings are environment variables; `colophon doctor` shows them, docs/reference/config.md lists them all.',
    )
  for (const add of COMMANDS) add(program, context, exit)
  return program
}

/** How long a command that was stopped may take to end by itself. */
const LAST_MS = 500

/**
 * A command that was stopped has closed what it had opened. What can hold it still is in the hands of others: a pipe
 * nobody writes to, a reader that does not read. Not `process.exit`: that waits for files that are being opened.
 */
function endIfStopped(): void {
  const signal = signalOfCode(process.exitCode)
  if (signal !== undefined) setTimeout(() => process.kill(process.pid, signal), LAST_MS).unref()
}

/** A reader that has gone, as `head` does, ends what is told to it and nothing else; records have a sink that minds. */
function letReadersGo({ stdout, stderr }: Context): void {
  for (const stream of [stdout, stderr]) {
    stream.on('error', (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'EPIPE') throw thrown
    })
  }
}

/** Runs one command line; leaves its exit code on the process. */
export async function run(
  args: readonly string[],
  context: Context = processContext(),
): Promise<void> {
  letReadersGo(context)
  try {
    const program = createProgram(context, (code) => {
      process.exitCode = code
    })
    await program.parseAsync([...args], { from: 'user' })
    endIfStopped()
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? EXIT.done : EXIT.notRun
      return
    }
    context.stderr.write(`${describeFailure(thrown)}\n`)
    process.exitCode = EXIT.notRun
  }
}
