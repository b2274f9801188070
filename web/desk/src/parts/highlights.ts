import { fittedSpan, type Span } from '../behaviour/spans.ts'

interface Piece {
  start: number
  end: number
  node: Text
}

/** The lines that are in the page, in their order, by where they begin in the text. */
function piecesOf(pane: HTMLElement): Piece[] {
  return [...pane.querySelectorAll<HTMLElement>('[data-start]')].flatMap((element) => {
    const node = element.firstChild
    if (!(node instanceof Text)) return []
    const start = Number(element.dataset['start'])
    return [{ start, end: start + node.length, node }]
  })
}

/** Place of the first piece that ends behind an offset: there are as many pieces as lines, and as many spans as values. */
function firstBehind(pieces: readonly Piece[], offset: number): number {
  let [low, high] = [0, pieces.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((pieces[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The parts of a span that are in the page, a range for each line. */
function rangesOf(pieces: readonly Piece[], { start, end }: Span): Range[] {
  const ranges: Range[] = []
  for (let at = firstBehind(pieces, start); at < pieces.length; at++) {
    const piece = pieces[at]
    if (piece === undefined || piece.start >= end) break
    const range = document.createRange()
    range.setStart(piece.node, Math.max(0, start - piece.start))
    range.setEnd(piece.node, Math.min(piece.end, end) - piece.start)
    ranges.push(range)
  }
  return ranges
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

/** Selects words, as a person does with the mouse; what is not in the page cannot be selected. */
export function selectInText(pane: HTMLElement, span: Span): void {
  const ranges = rangesOf(piecesOf(pane), span)
  const [first, last] = [ranges[0], ranges.at(-1)]
  const selection = document.getSelection()
  if (first === undefined || last === undefined || selection === null) return
  selection.setBaseAndExtent(
    ...([first.startContainer, first.startOffset] as const),
    ...([last.endContainer, last.endOffset] as const),
  )
  first.startContainer.parentElement?.scrollIntoView({ block: 'nearest' })
}
