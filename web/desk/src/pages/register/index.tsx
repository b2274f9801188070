import { useEffect, useState, type SubmitEvent } from 'react'
import { useLocation, useSearch } from 'wouter'
import { StateView } from '@colophon/web-shared'
import { useCollectionIds } from '../../api/collections.ts'
import { placeOfRegister } from '../../behaviour/places.ts'
import { Decisions } from './decisions.tsx'
import { People } from './people.tsx'
import '../../styles/register.css'

/** Documents that name no collection have no register. */
const NONE = 'default'

/** The people of one collection, as its documents write them. What is asked stands in the address. */
export function RegisterPage() {
  const search = new URLSearchParams(useSearch())
  const collection = search.get('collection') ?? ''
  const words = (search.get('q') ?? '').trim()
  const [, go] = useLocation()
  useEffect(() => {
    document.title = `${collection === '' ? '' : `${collection} · `}Register · Colophon`
  }, [collection])
  return (
    <main className="page sheet register">
      <h1>Register</h1>
      <Asking
        key={`${collection}/${words}`}
        {...{ collection, words }}
        onAsk={(within, asked) => {
          go(placeOfRegister(within, asked), { replace: collection === '' })
        }}
      />
      {collection === '' ? (
        <StateView title="Whose people are you looking for?">
          Choose a collection. Its documents say together who is who, how each name is written, and
          where.
        </StateView>
      ) : (
        <>
          <People key={`${collection}/${words}`} {...{ collection, words }} />
          <Decisions key={collection} collection={collection} />
        </>
      )}
    </main>
  )
}

interface AskingProps {
  collection: string
  words: string
  onAsk: (collection: string, words: string) => void
}

function Asking({ collection, words, onAsk }: AskingProps) {
  const [typed, setTyped] = useState(words)
  const known = useCollectionIds().filter((id) => id !== NONE)
  const ids = [...new Set([...known, ...(collection === '' ? [] : [collection])])]
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onAsk(collection, typed.trim())
  }
  return (
    <form role="search" className="register-form" onSubmit={submit}>
      <select
        aria-label="Collection"
        value={collection}
        autoFocus={collection === ''}
        onChange={({ target }) => {
          onAsk(target.value, '')
        }}
      >
        <option value="" disabled>
          Choose a collection
        </option>
        {ids.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label="A part of a name"
        placeholder="A part of a name"
        value={typed}
        maxLength={200}
        disabled={collection === ''}
        onChange={({ target }) => {
          setTyped(target.value)
        }}
      />
      <button className="main" disabled={collection === ''}>
        Show
      </button>
    </form>
  )
}
