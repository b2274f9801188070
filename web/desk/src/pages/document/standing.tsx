import { Link } from 'wouter'
import type { DocumentView } from '@colophon/domain'
import { keyInWords } from '../../behaviour/keys.ts'
import { placeOfTask } from '../../behaviour/places.ts'
import { standingOfDocument } from '../../behaviour/standing.ts'
import { keyMap } from '../../parts/use-keys.ts'

export interface StandingProps {
  view: DocumentView
  /** What a document of this kind is called. */
  unit: string
  onSend: () => void
}

/** What has become of the document, and the one thing that can be done about it. */
export function Standing({ view, unit, onSend }: StandingProps) {
  const { text, link } = standingOfDocument(view, unit)
  return (
    <div className="banner" role="status">
      <p>{text}</p>
      {link === null ? null : <Link href={placeOfTask(link.review_id)}>{link.text}</Link>}
      {view.can_send ? (
        <button onClick={onSend}>
          Send it to a person … <kbd>{keyInWords(keyMap().send)}</kbd>
        </button>
      ) : null}
    </div>
  )
}
