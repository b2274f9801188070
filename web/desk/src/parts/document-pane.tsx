import { useMemo, type RefObject } from 'react'
import type { ReviewedDocument } from '@colophon/domain'
import { picturedPages } from '../behaviour/page-images.ts'
import type { Span } from '../behaviour/spans.ts'
import { selectInText } from './highlights.ts'
import { ImagePane } from './page-image/pane.tsx'
import { SightChoice, type SightState } from './page-image/sight.tsx'
import { SourcePane } from './source-pane.tsx'

export interface DocumentPaneProps {
  source: ReviewedDocument['source']
  /** Where the image of a page is. */
  addressOf: (page: number) => string
  sight: SightState
  evidence: Span | null
  others?: readonly Span[]
  selected?: Span | null
  goTo?: number
  pane: RefObject<HTMLDivElement | null>
}

/** A document as it came: its text, the images of its pages where there are some, or both side by side. */
export function DocumentPane(props: DocumentPaneProps) {
  const { source, addressOf, sight, evidence, selected = null, goTo = 0, pane } = props
  const pages = useMemo(() => picturedPages(source.pages), [source])
  return (
    <>
      <SightChoice {...sight} />
      <div className="document">
        <div className={`sights sight-${sight.sight}`}>
          {sight.sight === 'text' ? null : (
            <ImagePane
              {...{ pages, addressOf, evidence, selected, goTo }}
              onWord={(word) => {
                if (pane.current !== null) selectInText(pane.current, word)
              }}
            />
          )}
          {sight.sight === 'image' ? null : (
            <SourcePane
              {...{ source, evidence, goTo }}
              {...(props.others === undefined ? {} : { others: props.others })}
              paneRef={pane}
            />
          )}
        </div>
      </div>
    </>
  )
}
