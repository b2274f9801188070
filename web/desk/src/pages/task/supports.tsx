import type { Provenance } from '@colophon/domain'
import { placeOfDocument } from '../../behaviour/places.ts'
import { shortened } from '../../behaviour/words.ts'

const SHOWN = 3

type Support = NonNullable<Provenance['supports']>[number]
type OtherDocument = Extract<Support, { kind: 'document' }>

/** Words of other documents that a value of the register rests on. */
export function Supports({ supports }: { supports: readonly Support[] }) {
  const documents = supports.filter((one): one is OtherDocument => one.kind === 'document')
  if (documents.length === 0) return null
  return (
    <p className="hint">
      Rests on{' '}
      {documents.slice(0, SHOWN).map(({ document_id: id, path, quote, start }, at) => (
        <span key={`${id}/${path}/${start}`}>
          {at === 0 ? '' : ', '}
          {/* Beside this page: what is being decided stays. */}
          <a
            href={`${placeOfDocument(id)}?${new URLSearchParams({ field: path }).toString()}`}
            target="_blank"
            title={`Look at ${id} in a new tab`}
          >
            <q dir="auto">{shortened(quote, 60)}</q>
          </a>
        </span>
      ))}
      {documents.length > SHOWN ? ` and ${documents.length - SHOWN} more places` : ''}
    </p>
  )
}
