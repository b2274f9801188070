import type { Tracer } from './tracer.ts'

interface Call {
  agent: string
  tool: string
  traceparent: string | undefined
}

/** For servers of agents: each call of a tool is a span, of the trace that its client names. Undefined: none is. */
export function tracedCalls(tracer: Tracer) {
  if (!tracer.on) return undefined
  return <T>({ agent, tool, traceparent }: Call, work: () => Promise<T>): Promise<T> => {
    const attributes = { 'colophon.agent': agent, 'colophon.tool': tool }
    const options = { kind: 'server', parent: traceparent ?? null, attributes } as const
    return tracer.span(`${agent} ${tool}`, options, work)
  }
}
