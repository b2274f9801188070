import type { Tracer } from './tracer.ts'

interface RulesCall {
  agent: { name: string }
}

interface Rules<Call extends RulesCall, Result extends { why: string | null }> {
  run(call: Call): Promise<Result>
}

/** Rules whose runs are spans. What became of them says why they were ended, where they were. */
export function tracedRules<Call extends RulesCall, Result extends { why: string | null }>(
  tracer: Tracer,
  rules: Rules<Call, Result> & AsyncDisposable,
): Rules<Call, Result> & AsyncDisposable {
  if (!tracer.on) return rules
  return {
    run: (call) =>
      tracer.span(
        'run rules',
        { attributes: { 'colophon.agent': call.agent.name } },
        async (span) => {
          const found = await rules.run(call)
          if (found.why !== null) span.fail(found.why)
          return found
        },
      ),
    [Symbol.asyncDispose]: () => rules[Symbol.asyncDispose](),
  }
}
