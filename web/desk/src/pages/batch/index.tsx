import { useEffect } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { FieldForm, ProfileForm } from '@colophon/domain'
import { ErrorView, StateView, Waiting } from '@colophon/web-shared'
import { queueFilterOf, useBatchTasks, useDocuments } from '../../api/batch.ts'
import { useProfiles } from '../../api/profiles.ts'
import { choicesOf, rowOf } from '../../behaviour/batch.ts'
import { placeOfBatch, PLACES } from '../../behaviour/places.ts'
import { BatchChoices } from './choices.tsx'
import { BatchDesk } from './batch-desk.tsx'
import '../../styles/batch.css'

/** One field of many documents: what is asked stands in the address. */
export function BatchPage() {
  const profiles = useProfiles()
  const query = Object.fromEntries(new URLSearchParams(useSearch()))
  const [, go] = useLocation()
  useEffect(() => {
    document.title = 'One field of many · Colophon'
  }, [])
  const profile = profiles.data?.find(({ name }) => name === query['profile']) ?? profiles.data?.[0]
  if (profile === undefined)
    return (
      <main className="page">
        {profiles.error === null ? (
          <Waiting what="the fields" />
        ) : (
          <ErrorView error={profiles.error} retry={() => void profiles.refetch()} />
        )}
      </main>
    )
  const { columns, others } = choicesOf(profile)
  const field =
    profile.fields.find(({ path }) => path === query['field']) ?? columns[0] ?? others[0]
  const change = (name: string, value: string): void => {
    const { [name]: _, ...rest } = query
    go(placeOfBatch(value === '' ? rest : { ...rest, [name]: value }), { replace: true })
  }
  return (
    <main className="page batch">
      <BatchChoices
        profiles={profiles.data ?? []}
        {...{ profile, field, query }}
        onChange={change}
      />
      {field === undefined ? (
        <StateView title="Such records have no field to decide on" />
      ) : (
        <Documents
          key={`${profile.name} ${field.path}`}
          {...{ profile, field, query }}
          onAll={() => {
            go(PLACES.batch)
          }}
        />
      )}
    </main>
  )
}

interface DocumentsProps {
  profile: ProfileForm
  field: FieldForm
  query: Readonly<Record<string, string>>
  onAll: () => void
}

function Documents({ profile, field, query, onAll }: DocumentsProps) {
  const filter = {
    profile: profile.name,
    collection: query['collection_id'],
    flagged: query['asks'] === 'yes' ? field.path : undefined,
  }
  const tasks = useBatchTasks(filter)
  const found = tasks.data?.pages.flatMap((page) => page.tasks) ?? []
  const ids = found.map((task) => task.review_id)
  const views = useDocuments(ids)
  if (tasks.error !== null && tasks.data === undefined)
    return <ErrorView error={tasks.error} retry={() => void tasks.refetch()} />
  if (tasks.data === undefined) return <Waiting what="the documents" />
  if (ids.length === 0 && !tasks.hasNextPage)
    return (
      <StateView
        title="Nothing that fits waits for a person"
        action={<button onClick={onAll}>Show all that waits</button>}
      >
        What is decided or was taken over without a look is not in this table.
      </StateView>
    )
  const rows = views.flatMap((view) => (view === undefined ? [] : [rowOf(view, field.path)]))
  return (
    <BatchDesk
      {...{ rows, profile, field }}
      onMore={tasks.hasNextPage ? () => void tasks.fetchNextPage() : undefined}
      fitting={{ total: tasks.data.pages[0]?.total ?? 0, filter: queueFilterOf(filter) }}
    />
  )
}
