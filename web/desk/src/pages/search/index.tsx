import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import { useLocation, useSearch } from 'wouter'
import { ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { useCollectionIds } from '../../api/collections.ts'
import { useFound } from '../../api/search.ts'
import { PLACES } from '../../behaviour/places.ts'
import { searchedInWords } from '../../behaviour/search.ts'
import { useWalk } from '../../parts/use-walk.ts'
import { Hits } from './hits.tsx'
import '../../styles/search.css'

const addressOf = (words: string, collection: string | undefined): string => {
  const query = new URLSearchParams()
  if (words !== '') query.set('q', words)
  if (collection !== undefined && collection !== '') query.set('collection', collection)
  const text = query.toString()
  return text === '' ? PLACES.search : `${PLACES.search}?${text}`
}

/** Words in the text and the values of all documents. What is asked stands in the address. */
export function SearchPage() {
  const search = new URLSearchParams(useSearch())
  const words = (search.get('q') ?? '').trim()
  const collection = search.get('collection') ?? undefined
  const [, go] = useLocation()
  useEffect(() => {
    document.title = words === '' ? 'Search · Colophon' : `${words} · Search · Colophon`
  }, [words])
  return (
    <main className="page sheet search">
      <h1>Search</h1>
      <SearchForm
        key={words}
        words={words}
        collection={collection}
        onAsk={(asked, within) => {
          go(addressOf(asked, within), { replace: words === '' })
        }}
      />
      {words === '' ? (
        <StateView title="What are you looking for?">
          A name, a place, a turn of phrase: the text and the values of all documents are searched.
          “words together” finds them side by side, begin* finds all that begin so.
        </StateView>
      ) : (
        <Answer words={words} collection={collection} />
      )}
    </main>
  )
}

interface SearchFormProps {
  words: string
  collection: string | undefined
  onAsk: (words: string, collection: string | undefined) => void
}

function SearchForm({ words, collection, onAsk }: SearchFormProps) {
  const [typed, setTyped] = useState(words)
  const ids = useCollectionIds()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onAsk(typed.trim(), collection)
  }
  return (
    <form role="search" className="search-form" onSubmit={submit}>
      <input
        type="search"
        aria-label="Words to search for"
        value={typed}
        maxLength={200}
        autoFocus={words === ''}
        onChange={({ target }) => {
          setTyped(target.value)
        }}
      />
      <select
        aria-label="Where"
        value={collection ?? ''}
        onChange={({ target }) => {
          onAsk(typed.trim(), target.value === '' ? undefined : target.value)
        }}
      >
        <option value="">In all collections</option>
        {[...new Set([...ids, ...(collection === undefined ? [] : [collection])])].map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      <button className="main">Search</button>
    </form>
  )
}

/** What was found, and in how much of everything. */
function Answer({ words, collection }: { words: string; collection: string | undefined }) {
  const found = useFound({ words, collection })
  const list = useRef<HTMLDivElement>(null)
  useWalk(list, 'a')
  const hits = found.data?.pages.flatMap((page) => page.hits) ?? []
  const last = found.data?.pages.at(-1)
  if (found.error !== null && last === undefined)
    return <ErrorView error={found.error} retry={() => void found.refetch()} />
  if (last === undefined) return <Waiting what="what is found" />
  const more = found.hasNextPage ? (
    <button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
      {found.isFetchingNextPage ? 'Searching …' : 'Search on'}
    </button>
  ) : undefined
  return (
    <div ref={list}>
      <p className="hint searched" role="status">
        {searchedInWords(last)}
      </p>
      {hits.length === 0 ? (
        <StateView title={`Nothing has “${words}”`} action={more}>
          {more === undefined
            ? 'Try fewer words, or the beginning of one with a star: wether*.'
            : 'Not everything has been searched yet.'}
        </StateView>
      ) : (
        <>
          <Hits hits={hits} />
          <p className="more">{more}</p>
        </>
      )}
    </div>
  )
}
