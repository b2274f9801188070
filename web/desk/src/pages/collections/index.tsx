import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { CollectionView } from '@colophon/domain'
import { ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { useCollections } from '../../api/collections.ts'
import { placeOfCollection, placeOfQueue } from '../../behaviour/places.ts'
import { SETTINGS, settingInWords } from '../../behaviour/settings.ts'
import { dayInWords, momentInWords } from '@colophon/web-shared/time'
import { sourceInWords } from '../../behaviour/words.ts'
import { useWalk } from '../../parts/use-walk.ts'

/** All collections, with what is settled for each. */
export function CollectionsPage() {
  const collections = useCollections()
  const list = useRef<HTMLTableSectionElement>(null)
  useWalk(list, 'th a')
  useEffect(() => {
    document.title = 'Collections · Colophon'
  }, [])
  const all = collections.data?.pages.flatMap((page) => page.collections) ?? []
  return (
    <main className="page sheet">
      <h1>Collections</h1>
      {collections.error !== null && all.length === 0 ? (
        <ErrorView error={collections.error} retry={() => void collections.refetch()} />
      ) : collections.data === undefined ? (
        <Waiting what="the collections" />
      ) : all.length === 0 ? (
        <StateView title="There is no collection yet">
          One appears here with the first documents that are handed in for it.
        </StateView>
      ) : (
        <table className="table collections">
          <thead>
            <tr>
              <th scope="col">Collection</th>
              <th scope="col" className="number">
                Documents
              </th>
              {SETTINGS.map(([name, label]) => (
                <th key={name} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">Last changed</th>
            </tr>
          </thead>
          <tbody ref={list}>
            {all.map((collection) => (
              <Row key={collection.collection_id} collection={collection} />
            ))}
          </tbody>
        </table>
      )}
      {collections.hasNextPage ? (
        <p className="more">
          <button onClick={() => void collections.fetchNextPage()}>Show more</button>
        </p>
      ) : null}
    </main>
  )
}

function Row({ collection }: { collection: CollectionView }) {
  const { collection_id: id, documents, settings, changes } = collection
  const last = changes.at(-1)
  return (
    <tr>
      <th scope="row">
        <Link href={placeOfCollection(id)}>{id}</Link>
      </th>
      <td className="number">
        <Link
          href={placeOfQueue({ collection_id: id, status: 'all' })}
          aria-label={`${documents} documents of ${id} in the queue`}
        >
          {documents.toLocaleString('en')}
        </Link>
      </td>
      {SETTINGS.map(([name]) => (
        <td key={name}>{settingInWords(settings, name)}</td>
      ))}
      <td className="hint">
        {last === undefined ? (
          'never'
        ) : (
          <span title={momentInWords(last.at)}>
            {dayInWords(last.at)} by {sourceInWords(last.actor)}
          </span>
        )}
      </td>
    </tr>
  )
}
