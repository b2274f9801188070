import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { PersonView, PrecedentDecision, RegisterView } from '@colophon/domain'
import { ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { decideOnNames, usePeople } from '../../api/register.ts'
import { placeOfDocument } from '../../behaviour/places.ts'
import {
  chosenWith,
  decisionInWords,
  mergeOf,
  registerInWords,
  rolesInWords,
  splitOf,
  verbOf,
} from '../../behaviour/register.ts'
import { counted } from '../../behaviour/words.ts'
import { useWalk } from '../../parts/use-walk.ts'
import { DecideDialog, type DecideDialogProps } from './decide-dialog.tsx'

/** Who there is, and how documents write them; two can be said to be one, and a form not to be of somebody. */
export function People({ collection, words }: { collection: string; words: string }) {
  const asked = usePeople(collection, words)
  const [chosen, setChosen] = useState<string[]>([])
  const [decision, setDecision] = useState<PrecedentDecision>()
  const list = useRef<HTMLOListElement>(null)
  useWalk(list, 'summary')
  const pages = asked.data?.pages ?? []
  const last = pages.at(-1)
  if (asked.error !== null && last === undefined)
    return <ErrorView error={asked.error} retry={() => void asked.refetch()} />
  if (last === undefined) return <Waiting what="the people" />
  const people = pages.flatMap((page) => page.people)
  const both = people.filter(({ id }) => chosen.includes(id))
  if (people.length === 0) return <Nobody view={last} words={words} />
  return (
    <>
      <div className="register-head">
        <p className="hint" role="status">
          {registerInWords(last)}
        </p>
        <Merging both={both} onDecide={setDecision} />
      </div>
      <ol className="people" aria-label="People" ref={list}>
        {people.map((person) => (
          <Person
            key={person.id}
            person={person}
            isChosen={chosen.includes(person.id)}
            onChoose={() => {
              setChosen(chosenWith(chosen, person.id))
            }}
            onDecide={setDecision}
          />
        ))}
      </ol>
      {asked.hasNextPage ? (
        <p className="more">
          <button disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
            Show more
          </button>
        </p>
      ) : null}
      {decision === undefined ? null : (
        <Deciding
          {...{ collection, decision }}
          onClose={() => {
            setDecision(undefined)
          }}
          onDone={() => {
            setDecision(undefined)
            setChosen([])
          }}
        />
      )}
    </>
  )
}

interface DecidingProps extends Pick<DecideDialogProps, 'onClose' | 'onDone'> {
  collection: string
  decision: PrecedentDecision
}

function Deciding({ collection, decision, ...ends }: DecidingProps) {
  const said = decisionInWords(decision)
  return (
    <DecideDialog
      title={said}
      verb={verbOf(decision)}
      told={said}
      canBeUndone
      send={(dryRun) => decideOnNames(collection, decision, dryRun)}
      {...ends}
    />
  )
}

function Nobody({ view: { documents }, words }: { view: RegisterView; words: string }) {
  if (words !== '')
    return <StateView title={`Nobody is called “${words}”`}>Try a shorter part of it.</StateView>
  return documents === 0 ? (
    <StateView title="Nothing was read yet">
      A register is made some seconds after the documents of a collection have been enriched.
    </StateView>
  ) : (
    <StateView title="Its documents name nobody">
      People appear here with the first documents that say who wrote them, or to whom.
    </StateView>
  )
}

interface MergingProps {
  both: readonly PersonView[]
  onDecide: (decision: PrecedentDecision) => void
}

function Merging({ both, onDecide }: MergingProps) {
  const decision = mergeOf(both)
  return (
    <button
      disabled={decision === null}
      title="Choose two of the people first"
      onClick={() => {
        if (decision !== null) onDecide(decision)
      }}
    >
      These two are one person …
    </button>
  )
}

interface PersonProps {
  person: PersonView
  isChosen: boolean
  onChoose: () => void
  onDecide: (decision: PrecedentDecision) => void
}

function Person({ person, isChosen, onChoose, onDecide }: PersonProps) {
  const { name, documents, variants } = person
  const others = variants.filter(({ form }) => form !== name)
  return (
    <li className={isChosen ? 'selected' : undefined}>
      <input type="checkbox" aria-label={`Choose ${name}`} checked={isChosen} onChange={onChoose} />
      <details>
        <summary>
          <b dir="auto">{name}</b>{' '}
          <span className="hint">
            {counted(documents, 'document')}
            {others.length === 0 ? '' : ` · also ${others.map(({ form }) => form).join(', ')}`}
          </span>
        </summary>
        <p className="hint">{rolesInWords(person)}</p>
        <ul className="variants">
          {variants.map((variant) => (
            <Variant key={variant.form} {...{ person, variant, onDecide }} />
          ))}
        </ul>
      </details>
    </li>
  )
}

interface VariantProps extends Pick<PersonProps, 'person' | 'onDecide'> {
  variant: PersonView['variants'][number]
}

/** One way of writing a name, with the places where documents have it. */
function Variant({ person, variant: { form, count, places }, onDecide }: VariantProps) {
  return (
    <li>
      <p>
        <b dir="auto">{form}</b> <span className="hint">{count}×</span>{' '}
        {form === person.name ? null : (
          <button
            onClick={() => {
              onDecide(splitOf(person, form))
            }}
          >
            Not {person.name} …
          </button>
        )}
      </p>
      <ul className="excerpts">
        {places.map(({ document_id: id, title, path, quote, start }) => (
          <li key={`${id}/${path}/${start}`}>
            <q dir="auto">{quote}</q>{' '}
            <Link
              href={`${placeOfDocument(id)}?${new URLSearchParams({ field: path }).toString()}`}
            >
              {title === '' ? id : title}
            </Link>
          </li>
        ))}
        {count > places.length ? (
          <li className="hint">and in {count - places.length} more places</li>
        ) : null}
      </ul>
    </li>
  )
}
