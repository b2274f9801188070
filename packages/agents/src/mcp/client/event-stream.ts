/**
 * Reads server-sent events piece by piece and hands on the data of each; comments, ids and names are of no use here.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function createEventReader(onData: (data: string) => void): (piece: string) => void {
  let rest = ''
  let data: string[] = []
  const line = (text: string): void => {
    if (text === '') {
      if (data.length > 0) onData(data.join('\n'))
      data = []
    } else if (text.startsWith('data:')) {
      data.push(text.slice(text.startsWith('data: ') ? 6 : 5))
    }
  }
  return (piece) => {
    let from = 0
    // Only the new piece is searched: an answer of megabytes comes in many, and would be searched anew for each.
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', from)) {
      const text = rest + piece.slice(from, end)
      rest = ''
      line(text.endsWith('\r') ? text.slice(0, -1) : text)
      from = end + 1
    }
    rest += piece.slice(from)
  }
}
