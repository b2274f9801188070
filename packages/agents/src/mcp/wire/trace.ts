/** Where a request says which span it is a part of, in W3C form: the name that MCP has for it, on whichever transport. */
export const TRACEPARENT_META = 'traceparent'

/** What the `_meta` of a request says of its span. */
export function traceparentIn(
  meta: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const told = meta?.[TRACEPARENT_META]
  return typeof told === 'string' ? told : undefined
}
