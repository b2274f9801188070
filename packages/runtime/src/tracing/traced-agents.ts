import type { AgentCaller } from '@colophon/domain'
import type { Tracer } from './tracer.ts'

/** Agents whose calls are spans, of which the agents hear: their own go on from there. */
export function tracedAgents(tracer: Tracer, caller: AgentCaller): AgentCaller {
  if (!tracer.on) return caller
  return {
    describe: (agent) => caller.describe(agent),
    enrich: (agent, request, course) =>
      tracer.span(
        `ask ${agent}`,
        { kind: 'client', attributes: { 'colophon.agent': agent } },
        async (span) => {
          const { traceparent } = span
          const answer = await caller.enrich(agent, request, { ...course, traceparent })
          span.set({ 'colophon.agent.status': answer.status, 'colophon.agent.why': answer.why })
          return answer
        },
      ),
    [Symbol.asyncDispose]: () => caller[Symbol.asyncDispose](),
  }
}
