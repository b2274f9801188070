/** What the desk knows of a JSON Schema. */
export interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  description?: string
  pattern?: string
  minimum?: number
  maximum?: number
  anyOf?: Schema[]
  $ref?: string
}

const INDEX = /^\d+$/

/** The schema of what stands at a path; undefined where the record can have nothing there. */
export function schemaAt(schema: Schema, path: string): Schema | undefined {
  let at: Schema | undefined = schema
  for (const key of path.split('.')) {
    at = INDEX.test(key) && at?.items !== undefined ? at.items : at?.properties?.[key]
  }
  return at
}

/** What a value is edited with. */
export type Editor =
  | { kind: 'text' | 'date' | 'boolean' | 'other' }
  | { kind: 'number'; whole: boolean }
  | { kind: 'choice'; options: string[] }
  | { kind: 'list'; item: Editor }
  | { kind: 'object'; parts: readonly ObjectPart[] }

export interface ObjectPart {
  name: string
  required: boolean
  editor: Editor
}

/** A date is a text whose pattern takes a day and no words. */
const isDate = ({ pattern }: Schema): boolean => {
  if (pattern === undefined) return false
  const shape = new RegExp(pattern)
  return shape.test('1862-02-04') && !shape.test('words')
}

export function editorOf(schema: Schema | undefined): Editor {
  if (schema === undefined) return { kind: 'other' }
  if (schema.enum !== undefined) return { kind: 'choice', options: schema.enum.map(String) }
  switch (schema.type) {
    case 'string':
      return { kind: isDate(schema) ? 'date' : 'text' }
    case 'number':
    case 'integer':
      return { kind: 'number', whole: schema.type === 'integer' }
    case 'boolean':
      return { kind: 'boolean' }
    case 'array':
      return { kind: 'list', item: editorOf(schema.items) }
    case 'object':
      return { kind: 'object', parts: partsOf(schema) }
    default:
      return { kind: 'other' }
  }
}

const partsOf = ({ properties = {}, required = [] }: Schema): ObjectPart[] =>
  Object.entries(properties).map(([name, part]) => ({
    name,
    required: required.includes(name),
    editor: editorOf(part),
  }))

/** What an object of a list is called by: its first required text, or its first text. */
export function namingPart(parts: readonly ObjectPart[]): string | undefined {
  const texts = parts.filter(({ editor }) => editor.kind === 'text')
  return (texts.find(({ required }) => required) ?? texts[0])?.name
}

export type Parsed = { ok: true; value: unknown } | { ok: false; why: string }

/** A typed text as a value of the kind that is wanted, or what is wrong with it, in a sentence. */
export function parseTyped(editor: Editor, typed: string, schema: Schema = {}): Parsed {
  const text = typed.trim()
  if (text === '')
    return { ok: false, why: 'Type a value, or press N if it is not in the document.' }
  switch (editor.kind) {
    case 'number':
      return parseNumber(text.replace(',', '.'), editor.whole, schema)
    case 'date':
      return /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) && isRealDate(text)
        ? { ok: true, value: text }
        : { ok: false, why: 'Write the date as 1862, 1862-02 or 1862-02-04.' }
    case 'choice':
      return editor.options.includes(text)
        ? { ok: true, value: text }
        : { ok: false, why: `Choose one of ${editor.options.join(', ')}.` }
    default:
      return { ok: true, value: text }
  }
}

function isRealDate(text: string): boolean {
  const [year = '', month = '01', day = '01'] = text.split('-')
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`)
}

function parseNumber(text: string, whole: boolean, { minimum, maximum }: Schema): Parsed {
  const value = Number(text)
  if (!Number.isFinite(value)) return { ok: false, why: 'Type a number.' }
  if (whole && !Number.isInteger(value)) return { ok: false, why: 'Type a whole number.' }
  if (minimum !== undefined && value < minimum)
    return { ok: false, why: `Not less than ${minimum}.` }
  if (maximum !== undefined && value > maximum)
    return { ok: false, why: `Not more than ${maximum}.` }
  return { ok: true, value }
}
