/** A metric in an expression, and the labels it is selected by. */
export interface Selected {
  metric: string
  labels: string[]
}

export interface Reading {
  selected: Selected[]
  /** Labels that the expression groups, joins or makes. */
  grouped: string[]
  made: string[]
}

const STRING = /"(?:[^"\\]|\\.)*"/g
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g
const MADE = /\blabel_(?:replace|join)\(.*?,\s*"([a-z_]+)"/gs
const WINDOW = /\[[^\]]*\]/g
const SELECTOR = /([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(\{[^}]*\})?(?!\s*\()/y
const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/g
const OPERATORS = new Set([
  'and',
  'or',
  'unless',
  'offset',
  'bool',
  'by',
  'without',
  'on',
  'ignoring',
])

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** Labels between the braces of a selector; strings are gone. */
const matched = (braces: string): string[] =>
  [...braces.matchAll(/([a-zA-Z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label)

/** The metrics and labels an expression of PromQL asks for. It need not be a right one: promtool says that. */
export function readExpression(expression: string): Reading {
  const made = [...expression.matchAll(MADE)].map(([, label = '']) => label)
  const grouped = [...expression.matchAll(GROUPING)].flatMap(([, list = '']) => names(list))
  const bare = expression.replace(STRING, '""').replace(GROUPING, ' ').replace(WINDOW, ' ')
  const selected: Selected[] = []
  WORD.lastIndex = 0
  for (let word = WORD.exec(bare); word !== null; word = WORD.exec(bare)) {
    // 1e-9, 5m: what begins with a digit is no name.
    if (/[0-9.]/.test(bare[word.index - 1] ?? '') || OPERATORS.has(word[0])) continue
    SELECTOR.lastIndex = word.index
    const found = SELECTOR.exec(bare)
    if (found?.[1] !== word[0]) continue
    selected.push({ metric: word[0], labels: matched(found[2] ?? '') })
    WORD.lastIndex = SELECTOR.lastIndex
  }
  return { selected, grouped, made }
}
