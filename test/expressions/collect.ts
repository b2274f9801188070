import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Files that run in the product; the testkit runs in tests alone. */
const SOURCES = ['packages/!(testkit)/{src,bin}/**/*.{ts,js}', 'services/*/src/**/*.ts']

export interface Expression {
  source: string
  flags: string
  /** `packages/domain/src/record/path.ts:63` */
  where: string
}

interface Written {
  literals: Expression[]
  /** Files that put an expression together, with how many `new RegExp` they have. */
  builders: Map<string, number>
}

function readFile(file: string, into: Written): void {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      const { line } = parsed.getLineAndCharacterOfPosition(node.getStart())
      const where = `${file}:${line + 1}`
      into.literals.push({
        source: node.text.slice(1, end),
        flags: node.text.slice(end + 1),
        where,
      })
    }
    const called = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression : null
    if (called && ts.isIdentifier(called) && called.text === 'RegExp')
      into.builders.set(file, (into.builders.get(file) ?? 0) + 1)
    ts.forEachChild(node, visit)
  }
  visit(parsed)
}

/** Every regular expression in the sources of the product. */
export function writtenExpressions(): Written {
  const written: Written = { literals: [], builders: new Map() }
  for (const file of globSync(SOURCES, { cwd: ROOT }).sort())
    readFile(file.replaceAll('\\', '/'), written)
  return written
}

/**
 * The expressions that some work puts together, by the file that does. Modules that are first imported in `work` are
 * seen at their top level too.
 */
export async function builtExpressions(work: () => Promise<void>): Promise<Expression[]> {
  const built: Expression[] = []
  const { RegExp: Original } = globalThis
  class Watched extends Original {
    constructor(pattern: RegExp | string, flags?: string) {
      super(pattern, flags)
      // A copy of a literal (`split`, `matchAll`) comes with the literal itself.
      if (typeof pattern !== 'string') return
      const file = /(?:packages|services)\/[^:?]+\.ts/.exec(callerOf(new Error().stack))?.[0]
      if (file !== undefined) built.push({ source: this.source, flags: this.flags, where: file })
    }
  }
  globalThis.RegExp = Watched as RegExpConstructor
  try {
    await work()
  } finally {
    globalThis.RegExp = Original
  }
  return built
}

/** The line below the constructor's own. */
const callerOf = (stack = ''): string => stack.split('\n')[2] ?? ''
