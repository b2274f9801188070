import { registerHooks } from 'node:module'
import type { Family } from './families.ts'

const WHOLE = '?whole'

/**
 * From now on this thread reads modules of the product without the rules of a family: what others import of them is the
 * stand-in, and the module itself stays as it is beside it. The product has no switch for that, and needs none.
 */
export function loadWithout({ replaced }: Family): void {
  registerHooks({
    load(url, context, next) {
      const found = replaced.find(({ module }) => url.endsWith(`/packages/${module}`))
      if (found === undefined) return next(url, context)
      const exports = Object.entries(found.by).map(
        ([name, source]) => `export const ${name} = ${source}\n`,
      )
      const whole = JSON.stringify(url + WHOLE)
      const source = `import * as whole from ${whole}\nexport * from ${whole}\n${exports.join('')}`
      return { format: 'module', shortCircuit: true, source }
    },
  })
}
