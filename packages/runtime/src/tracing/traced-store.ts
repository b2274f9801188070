import type { Store } from '@colophon/domain'
import type { Tracer } from './tracer.ts'

type Method = (...args: unknown[]) => unknown

/** One part of a store, each of whose operations is a span of the work that asks for it. */
function tracedPart<T extends object>(tracer: Tracer, name: string, part: T): T {
  const known = new Map<PropertyKey, Method>()
  return new Proxy(part, {
    get(target, key) {
      const method: unknown = Reflect.get(target, key, target)
      if (typeof method !== 'function' || typeof key !== 'string') return method
      let traced = known.get(key)
      if (traced === undefined) {
        const options = {
          kind: 'client',
          attributes: { 'colophon.store.op': `${name}.${key}` },
        } as const
        traced = (...args) => {
          const run = (): unknown => method.apply(target, args)
          // Looks at the store that nobody asked for are no traces of their own.
          if (tracer.ids === undefined) return run()
          return tracer.span(`store ${name}.${key}`, options, run)
        }
        known.set(key, traced)
      }
      return traced
    },
  })
}

/** A store whose operations are spans of the work that asks for them, named by what they do and no more. */
export function tracedStore(tracer: Tracer, store: Store): Store {
  if (!tracer.on) return store
  const parts = Object.entries(store).map(([name, part]: [string, unknown]) => [
    name,
    typeof part === 'object' && part !== null ? tracedPart(tracer, name, part) : part,
  ])
  return {
    ...(Object.fromEntries(parts) as Store),
    ping: () => store.ping(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
