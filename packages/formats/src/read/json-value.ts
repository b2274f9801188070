import { problem } from './problems.ts'

// The parser's own message quotes the document, and no text of a document may stand in a message.
export function parseJson(json: string, where: string, hint = ''): unknown {
  try {
    return JSON.parse(json)
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : ''
    const position = /at position (\d{1,12})/.exec(message)?.[1]
    const place = position === undefined ? '' : ` at character ${position}`
    throw problem('input.invalid_json', where, `is not valid JSON${place}${hint}`)
  }
}
