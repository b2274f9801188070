import { lazy, Suspense, useEffect, useState } from 'react'
import { Waiting } from '@colophon/web-shared'
import { pageOf, type PicturedPage } from '../../behaviour/page-images.ts'
import type { Span } from '../../behaviour/spans.ts'

/** Larger than all the rest of the desk: fetched when there is an image to look at. */
const PageViewer = lazy(() => import('./viewer.tsx'))

export interface ImagePaneProps {
  pages: readonly PicturedPage[]
  /** Where the image of a page is. */
  addressOf: (page: number) => string
  evidence: Span | null
  selected: Span | null
  goTo: number
  onWord: (word: Span) => void
}

/** The images of a document's pages, one at a time: that with the evidence, or the one that was chosen. */
export function ImagePane({ pages, addressOf, ...marks }: ImagePaneProps) {
  const { evidence, goTo } = marks
  const [chosen, setChosen] = useState(pages[0]?.number)
  const asked = evidence === null ? undefined : pageOf(pages, evidence)?.number
  useEffect(() => {
    if (asked !== undefined) setChosen(asked)
  }, [asked, goTo])
  const at = Math.max(
    0,
    pages.findIndex(({ number }) => number === chosen),
  )
  const page = pages[at]
  if (page === undefined) return null
  const turn = (by: 1 | -1) => (): void => {
    setChosen(pages[at + by]?.number ?? page.number)
  }
  return (
    <div className="image-pane">
      <Suspense fallback={<Waiting what="the image" />}>
        <PageViewer {...marks} page={page} address={addressOf(page.number)} />
      </Suspense>
      {pages.length < 2 ? null : (
        <p className="page-turner">
          <button disabled={at === 0} onClick={turn(-1)}>
            Page before
          </button>{' '}
          Page {page.number}, {at + 1} of {pages.length}{' '}
          <button disabled={at === pages.length - 1} onClick={turn(1)}>
            Next page
          </button>
        </p>
      )}
    </div>
  )
}
