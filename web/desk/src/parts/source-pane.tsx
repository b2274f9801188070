import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, type RefObject } from 'react'
import type { ReviewedDocument } from '@colophon/domain'
import { lineAt, linesOf, type SourceLine } from '../behaviour/source-text.ts'
import type { Span } from '../behaviour/spans.ts'
import { paint } from './highlights.ts'

/** Up to here all lines are in the page, so that the browser's own search finds them. */
const ALL_LINES = 3_000
/** Lines may be long: laying out a text of a million characters takes seconds. */
const ALL_CHARACTERS = 300_000

export interface SourcePaneProps {
  source: ReviewedDocument['source']
  /** Words that support the value in focus. */
  evidence: Span | null
  /** Words that support the other values. */
  others?: readonly Span[]
  /** Asks for the evidence to be scrolled to, once more with each number. */
  goTo?: number
  paneRef?: RefObject<HTMLDivElement | null>
}

const NONE: readonly Span[] = []

/** The text of a document: real lines that can be selected, with their numbers, and marks over them. */
export function SourcePane({
  source,
  evidence,
  others = NONE,
  goTo = 0,
  paneRef,
}: SourcePaneProps) {
  const own = useRef<HTMLDivElement>(null)
  const pane = paneRef ?? own
  const lines = useMemo(() => linesOf(source.text, source.pages), [source])
  const virtual = lines.length > ALL_LINES || source.text.length > ALL_CHARACTERS
  const virtualizer = useVirtualizer({
    count: virtual ? lines.length : 0,
    getScrollElement: () => pane.current,
    estimateSize: () => 28,
    overscan: 40,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (pane.current !== null) paint(pane.current, { evidence, others })
  }, [pane, lines, evidence, others, first, last])

  useEffect(() => {
    if (evidence === null) return
    const line = lineAt(lines, evidence.start)
    if (virtual) virtualizer.scrollToIndex(line, { align: 'center' })
    else reveal(pane.current, lines[line])
    // Only when the evidence changes or is asked for: not when the list of lines is measured again.
  }, [evidence?.start, evidence?.end, goTo, lines])

  return (
    <div className="source" ref={pane} tabIndex={0} role="region" aria-label="Text of the document">
      {virtual ? (
        <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
          {items.map(({ key, index, start }) => (
            <div
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}
            >
              <Line line={lines[index]} text={source.text} />
            </div>
          ))}
        </div>
      ) : (
        lines.map((line) => <Line key={line.start} line={line} text={source.text} />)
      )}
    </div>
  )
}

const Line = memo(function Line({ line, text }: { line: SourceLine | undefined; text: string }) {
  if (line === undefined) return null
  return (
    <>
      {line.page === null ? null : <div className="page-mark" data-page={`Page ${line.page}`} />}
      <div className="line" data-n={line.number ?? ''}>
        <span data-start={line.start} dir="auto">
          {text.slice(line.start, line.end)}
        </span>
        {'\n'}
      </div>
    </>
  )
})

function reveal(pane: HTMLElement | null, line: SourceLine | undefined): void {
  if (pane === null || line === undefined) return
  const element = pane.querySelector<HTMLElement>(`[data-start="${line.start}"]`)
  if (element === null) return
  const [box, view] = [element.getBoundingClientRect(), pane.getBoundingClientRect()]
  const margin = view.height / 5
  if (box.top >= view.top + margin && box.bottom <= view.bottom - margin) return
  pane.scrollTop += box.top - view.top - view.height / 3
}
