import { fittedSpan, type Span } from '../behaviour/spans.ts'

interface Piece {
  start: number
  node: Text
}

/** The lines that are in the page, in their order, by where they begin in the text. */
function piecesOf(pane: HTMLElement): Piece[] {
  return [...pane.querySelectorAll<HTMLElement>('[data-start]')].flatMap((element) => {
    const node = element.firstChild
    return node instanceof Text ? [{ start: Number(element.dataset['start']), node }] : []
  })
}

/** The parts of a span that are in the page, a range for each line. */
function rangesOf(pieces: readonly Piece[], { start, end }: Span): Range[] {
  return pieces.flatMap(({ start: from, node }) => {
    const to = from + node.length
    if (to <= start || from >= end) return []
    const range = document.createRange()
    range.setStart(node, Math.max(0, start - from))
    range.setEnd(node, Math.min(node.length, end - from))
    return [range]
  })
}

export interface Marks {
  evidence: Span | null
  others: readonly Span[]
}

/** Marks words of the text without changing it. */
export function paint(pane: HTMLElement, { evidence, others }: Marks): void {
  // A browser without them shows the text unmarked; quotes and line numbers stand beside the values all the same.
  if (!('highlights' in CSS)) return
  const pieces = piecesOf(pane)
  const marked = (spans: readonly Span[]): Highlight =>
    new Highlight(...spans.flatMap((span) => rangesOf(pieces, span)))
  CSS.highlights.set('evidence', marked(evidence === null ? [] : [evidence]))
  CSS.highlights.set('other-evidence', marked(others))
}

function offsetOf(node: Node, offset: number): number | undefined {
  const holder = (node instanceof Element ? node : node.parentElement)?.closest('.line')
  const words = holder?.querySelector<HTMLElement>('[data-start]')
  if (words === null || words === undefined) return undefined
  const start = Number(words.dataset['start'])
  if (node instanceof Text && words.contains(node)) return start + offset
  // Between lines: the end of this one where something stands before the place, else its beginning.
  return offset > 0 ? start + words.textContent.length : start
}

/** What is selected within the pane, as a span of the text; null where nothing is. */
export function selectedSpan(pane: HTMLElement, text: string): Span | null {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!pane.contains(range.commonAncestorContainer)) return null
  const start = offsetOf(range.startContainer, range.startOffset)
  const end = offsetOf(range.endContainer, range.endOffset)
  return start === undefined || end === undefined ? null : fittedSpan(text, { start, end })
}
