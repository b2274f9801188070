const FENCED = /^\s*```[a-z]*[ \t]*\n([\s\S]*?)\n?[ \t]*```\s*$/i

/** An answer as JSON. Some models put it into a fence, whatever they were told. Throws `SyntaxError` on any other text. */
export function readJson(text: string): unknown {
  const [, inside] = FENCED.exec(text) ?? []
  return JSON.parse(inside ?? text) as unknown
}
