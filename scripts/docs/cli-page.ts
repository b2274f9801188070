import { createProgram } from '@colophon/cli'
import { page } from './markdown.ts'

type Command = ReturnType<typeof createProgram>

const WIDTH = 100

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({
    writeOut: (part) => {
      text += part
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  return text.trimEnd()
}

const fenced = (text: string): string => `\`\`\`text\n${text}\n\`\`\``

/** A command, or those that it is made of. */
const withParts = (command: Command): [name: string, Command][] =>
  command.commands.length === 0
    ? [[command.name(), command]]
    : command.commands.map((part) => [`${command.name()} ${part.name()}`, part])

export function cliPage(): string {
  const nowhere = { write: () => true } as unknown as NodeJS.WriteStream
  const program = createProgram(
    { env: {}, cwd: '.', stdin: process.stdin, stdout: nowhere, stderr: nowhere },
    () => undefined,
  )
  return page('Command line', 'the `--help` of the commands', [
    'In a clone, `npx colophon …` and `node packages/cli/bin/colophon.js …` are the same command.',
    fenced(helpOf(program)),
    ...program.commands
      .flatMap(withParts)
      .flatMap(([name, command]) => [`## colophon ${name}`, fenced(helpOf(command))]),
  ])
}
