import { useEffect } from 'react'
import { Link } from 'wouter'
import type { CollectionView, Me } from '@colophon/domain'
import { ApiError, ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { useCollection } from '../../api/collections.ts'
import { placeOfBatch, placeOfQueue, PLACES } from '../../behaviour/places.ts'
import { settingDifferences } from '../../behaviour/settings.ts'
import { momentInWords } from '@colophon/web-shared/time'
import { counted, sourceInWords } from '../../behaviour/words.ts'
import { Differences } from './differences.tsx'
import { SettingsForm } from './settings-form.tsx'
import '../../styles/collections.css'

/** One collection: what is settled for it, and who settled that. */
export function CollectionPage({ id, me }: { id: string; me: Me }) {
  const collection = useCollection(id)
  useEffect(() => {
    document.title = `${id} · Collections · Colophon`
  }, [id])
  const { error, data } = collection
  const gone = error instanceof ApiError && error.status === 404
  return (
    <main className="page sheet">
      <p className="hint">
        <Link href={PLACES.collections}>Collections</Link>
      </p>
      <h1>{id}</h1>
      {data !== undefined ? (
        <Collection collection={data} me={me} />
      ) : gone ? (
        <StateView
          title="There is no such collection"
          action={<Link href={PLACES.collections}>All collections</Link>}
        >
          No document belongs to it, and nothing is settled for it.
        </StateView>
      ) : error !== null ? (
        <ErrorView error={error} retry={() => void collection.refetch()} />
      ) : (
        <Waiting what="the collection" />
      )}
    </main>
  )
}

function Collection({ collection, me }: { collection: CollectionView; me: Me }) {
  const { collection_id: id, documents } = collection
  return (
    <>
      <p className="places">
        {counted(documents, 'document')} ·{' '}
        <Link href={placeOfQueue({ collection_id: id })}>What waits</Link> ·{' '}
        <Link href={placeOfBatch({ collection_id: id })}>One field of many</Link>
      </p>
      <SettingsForm collection={collection} me={me} />
      <Changes changes={collection.changes} />
    </>
  )
}

/** Latest first. */
function Changes({ changes }: Pick<CollectionView, 'changes'>) {
  return (
    <section aria-label="Who changed what" className="changes">
      <h2>Who changed what</h2>
      {changes.length === 0 ? (
        <p className="hint">Nobody has changed anything here yet.</p>
      ) : (
        <ol>
          {changes.toReversed().map(({ n, at, actor, from, to }) => (
            <li key={n}>
              <p className="hint">
                {momentInWords(at)} · {sourceInWords(actor)}
              </p>
              <Differences of={settingDifferences(from, to)} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
