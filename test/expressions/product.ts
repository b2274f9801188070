import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseSearch, patternOf } from '@colophon/domain'
import { builtExpressions, ROOT, writtenExpressions, type Expression } from './collect.ts'

/** Letters of each language make the rules build what they build at first need. */
const WORDS = [
  'the and is you my with to',
  'der die und ist ich mit zu',
  'le la et est je vous avec',
]

async function useBuilders(): Promise<void> {
  for (const file of globSync('packages/{methods/src,profiles/src/letters/rules}/**/*.ts', {
    cwd: ROOT,
  }))
    await import(join(ROOT, file))
  const content = (await import('@colophon/profiles/letters/rules/content')) as {
    classifySubjects: (text: string, options: { language: string }) => unknown
  }
  for (const [at, language] of ['en', 'de', 'fr'].entries())
    content.classifySubjects(WORDS[at] ?? '', { language })
  for (const term of parseSearch('word "two words" begins*')) patternOf(term)
  for (const file of globSync('packages/formats/src/**/*.ts', { cwd: ROOT }))
    await import(join(ROOT, file))
}

export interface ProductExpressions {
  expressions: Expression[]
  /** Files with a `new RegExp` of which nothing was seen. */
  unseen: string[]
}

/** Every regular expression of the product once, those that are put together at run time too. */
export async function productExpressions(): Promise<ProductExpressions> {
  const { literals, builders } = writtenExpressions()
  const built = await builtExpressions(useBuilders)
  const files = new Set(built.map(({ where }) => where))
  const distinct = new Map(
    [...literals, ...built].toReversed().map((each) => [`${each.flags}/${each.source}`, each]),
  )
  return {
    expressions: [...distinct.values()].toReversed(),
    unseen: [...builders.keys()].filter((file) => !files.has(file)),
  }
}
