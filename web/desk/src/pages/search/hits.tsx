import { Link } from 'wouter'
import type { SearchHit } from '@colophon/domain'
import { useProfiles } from '../../api/profiles.ts'
import { labelOf } from '../../behaviour/labels.ts'
import { placeOfDocument, placeOfTask } from '../../behaviour/places.ts'
import { excerptOf, stateInWords } from '../../behaviour/search.ts'

const EXCERPTS = 3

/** One entry a document: what it is, and the words around what was found. */
export function Hits({ hits }: { hits: readonly SearchHit[] }) {
  return (
    <ol className="hits" aria-label="Documents that were found">
      {hits.map((hit) => (
        <li key={hit.document_id}>
          <Title hit={hit} />
          <p className="hint">
            {[hit.collection_id, stateInWords(hit.review_status)].filter(Boolean).join(' · ')}
          </p>
          <Excerpts found={hit.found} />
        </li>
      ))}
    </ol>
  )
}

/** Leads to where one works on it; what never came to a person is only looked at. */
function Title({ hit }: { hit: SearchHit }) {
  const { review_id: id, document_id: documentId } = hit
  const title = hit.title === '' ? documentId : hit.title
  // A later run may have taken over without a look what a person was once asked about.
  const isTask = id !== null && hit.review_status !== 'not_required'
  const place = isTask ? placeOfTask(id) : placeOfDocument(documentId)
  const path = hit.found.find((each) => each.path !== null)?.path
  const field =
    typeof path === 'string' ? `?${new URLSearchParams({ field: path }).toString()}` : ''
  return (
    <h2 dir="auto">
      <Link href={`${place}${field}`}>{title}</Link>
    </h2>
  )
}

function Excerpts({ found }: { found: SearchHit['found'] }) {
  const profiles = useProfiles().data ?? []
  return (
    <ul className="excerpts">
      {found.slice(0, EXCERPTS).map((one, at) => {
        const { before, match, after } = excerptOf(one)
        return (
          <li key={at}>
            <span className="chip">{one.path === null ? 'text' : labelOf(profiles, one.path)}</span>{' '}
            <span className="words" dir="auto">
              {before}
              <mark>{match}</mark>
              {after}
            </span>
          </li>
        )
      })}
      {found.length > EXCERPTS ? (
        <li className="hint">and in {found.length - EXCERPTS} more places</li>
      ) : null}
    </ul>
  )
}
