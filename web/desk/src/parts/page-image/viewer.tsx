import OpenSeadragon from 'openseadragon'
import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import {
  aroundAll,
  boxesOf,
  wordAt,
  type Box,
  type PicturedPage,
} from '../../behaviour/page-images.ts'
import type { Span } from '../../behaviour/spans.ts'

type Viewer = OpenSeadragon.Viewer

export interface ViewerProps {
  page: PicturedPage
  /** Address of the image. */
  address: string
  evidence: Span | null
  selected: Span | null
  /** Asks for the evidence to be scrolled to, once more with each number. */
  goTo: number
  onWord: (word: Span) => void
}

const ZOOM = 1.4
const PAN = 0.15

/** The viewer in its frame, once the image is there, with the marks that it is to have. */
function useViewer(holder: RefObject<HTMLDivElement | null>, props: ViewerProps) {
  const { page, address, evidence, selected, goTo } = props
  const latest = useRef(props)
  const [viewer, setViewer] = useState<Viewer>()
  const [fault, setFault] = useState(false)
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    if (holder.current === null) return
    setFault(false)
    const opened = openViewer(holder.current, address, {
      onOpen: setViewer,
      onFault() {
        setFault(true)
      },
      onPoint({ x, y }) {
        const word = wordAt(latest.current.page, x, y)
        if (word !== null) latest.current.onWord(word)
      },
    })
    return () => {
      setViewer(undefined)
      opened.destroy()
    }
  }, [holder, address])
  useEffect(() => {
    if (viewer === undefined) return
    viewer.clearOverlays()
    if (evidence !== null) mark(viewer, boxesOf(page, evidence), 'evidence-box')
    if (selected !== null) mark(viewer, boxesOf(page, selected), 'selected-box')
  }, [viewer, page, evidence?.start, evidence?.end, selected?.start, selected?.end])
  useEffect(() => {
    const box = evidence === null ? null : aroundAll(boxesOf(page, evidence))
    if (viewer !== undefined && box !== null) reveal(viewer, box, page)
  }, [viewer, page, evidence?.start, evidence?.end, goTo])
  return [viewer, fault] as const
}

/** The image of a page, to be looked at closely, with the words of the evidence marked in it. */
export default function PageViewer(props: ViewerProps) {
  const { page } = props
  const holder = useRef<HTMLDivElement>(null)
  const [viewer, fault] = useViewer(holder, props)
  if (fault)
    return (
      <p className="hint page-image-fault">
        The image of page {page.number} cannot be shown: it is not kept here.
      </p>
    )
  const act = (change: (viewport: OpenSeadragon.Viewport) => void) => (): void => {
    if (viewer === undefined) return
    change(viewer.viewport)
    viewer.viewport.applyConstraints()
  }
  return (
    <>
      <div
        className="page-image"
        ref={holder}
        tabIndex={0}
        role="region"
        aria-label={`Image of page ${page.number}. Arrow keys move it, plus and minus zoom, zero shows all of it.`}
        data-shown={viewer !== undefined}
        onKeyDown={(event) => {
          const change = changeOf(event)
          if (change === undefined) return
          event.preventDefault()
          act(change)()
        }}
      />
      <div className="page-image-tools">
        <button aria-label="Zoom in" onClick={act((viewport) => viewport.zoomBy(ZOOM))}>
          +
        </button>
        <button aria-label="Zoom out" onClick={act((viewport) => viewport.zoomBy(1 / ZOOM))}>
          −
        </button>
        <button onClick={act((viewport) => viewport.goHome())}>All of it</button>
        <button onClick={act((viewport) => viewport.rotateBy(90))}>Turn</button>
      </div>
    </>
  )
}

const STILL = '(prefers-reduced-motion: reduce)'

interface Told {
  onOpen: (viewer: Viewer) => void
  onFault: () => void
  /** Pressed at a point of the image, in its pixels. */
  onPoint: (point: OpenSeadragon.Point) => void
}

function openViewer(element: HTMLElement, url: string, told: Told): Viewer {
  const opened = OpenSeadragon({
    element,
    tileSources: { type: 'image', url },
    drawer: 'canvas',
    showNavigationControl: false,
    keyboardNavEnabled: false,
    visibilityRatio: 0.5,
    maxZoomPixelRatio: 4,
    animationTime: matchMedia(STILL).matches ? 0 : 0.12,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
  })
  // The frame around it takes the keys.
  opened.canvas.removeAttribute('tabindex')
  opened.addHandler('open', () => {
    told.onOpen(opened)
  })
  opened.addHandler('open-failed', told.onFault)
  opened.addHandler('canvas-click', ({ quick, position }) => {
    const point = imageOf(opened)?.viewerElementToImageCoordinates(position)
    if (quick && point !== undefined) told.onPoint(point)
  })
  return opened
}

const imageOf = (viewer: Viewer): OpenSeadragon.TiledImage | undefined =>
  viewer.world.getItemCount() > 0 ? viewer.world.getItemAt(0) : undefined

function mark(viewer: Viewer, boxes: readonly Box[], look: string): void {
  for (const { x, y, w, h } of boxes) {
    const location = imageOf(viewer)?.imageToViewportRectangle(x, y, w, h)
    if (location === undefined) return
    const element = document.createElement('div')
    element.className = look
    viewer.addOverlay({ element, location })
  }
}

/** Brings the box into view, near enough to be read; what is in view already stays where it is. */
function reveal(viewer: Viewer, { x, y, w, h }: Box, page: PicturedPage): void {
  const width = Math.max(w * 1.3, page.width * 0.6)
  const around = imageOf(viewer)?.imageToViewportRectangle(
    ...([x + w / 2 - width / 2, y - h * 4, width, h * 9] as const),
  )
  if (around !== undefined) viewer.viewport.fitBoundsWithConstraints(around)
}

type Change = (viewport: OpenSeadragon.Viewport) => void

function changeOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Change | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  const pan =
    (x: number, y: number): Change =>
    (viewport) => {
      const by = PAN / viewport.getZoom(true)
      viewport.panBy(new OpenSeadragon.Point(x * by, y * by))
    }
  switch (key) {
    case 'ArrowLeft':
      return pan(-1, 0)
    case 'ArrowRight':
      return pan(1, 0)
    case 'ArrowUp':
      return pan(0, -1)
    case 'ArrowDown':
      return pan(0, 1)
    case '+':
      return (viewport) => viewport.zoomBy(ZOOM)
    case '-':
      return (viewport) => viewport.zoomBy(1 / ZOOM)
    case '0':
      return (viewport) => viewport.goHome()
    default:
      return undefined
  }
}
