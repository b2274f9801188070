import { useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { Me, ReviewTask } from '@colophon/domain'
import { ErrorView, Split, StateView, useNotices, Waiting } from '@colophon/web-shared'
import { useQueue, useQueueState } from '../../api/queue.ts'
import { useTakeNext } from '../../api/next.ts'
import { isDecidable } from '../../behaviour/bulk.ts'
import { dayOf } from '../../behaviour/day.ts'
import { readFilter, withFilter, type Filter, type FilterName } from '../../behaviour/filters.ts'
import { placeOfTask, PLACES } from '../../behaviour/places.ts'
import { counted } from '../../behaviour/words.ts'
import { useKeys } from '../../parts/use-keys.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import { QueueFilters } from './filters.tsx'
import { Preview } from './preview.tsx'
import { TaskList } from './task-list.tsx'

/** What waits for people: counts, a list to walk by keys, and the selected document at the right. */
export function QueuePage({ me }: { me: Me }) {
  const search = useSearch()
  const [, go] = useLocation()
  const filter = readFilter(search)
  const walk = useWalk(filter)
  const { queue, tasks, at, select, open } = walk
  const next = useOpenNext(open)
  const total = queue.data?.pages[0]?.total
  const [decideAll, deciding] = useDecideAll(filter, total ?? 0)
  useEffect(() => {
    document.title = 'Queue · Colophon'
  }, [])
  useKeys({
    down: () => {
      select(at + 1)
    },
    up: () => {
      select(at - 1)
    },
    open: () => {
      open(tasks[at])
    },
    'take-next': next,
    fitting: () => decideAll?.(),
  })
  const setFilter = (name: FilterName, value: string | undefined): void => {
    go(`/${withFilter(search, name, value)}`, { replace: true })
  }
  const clear = (): void => {
    go(PLACES.queue)
  }
  const list = (
    <div className="queue">
      <QueueHead onNext={next} />
      <QueueFilters {...{ filter, total }} onChange={setFilter} onDecideAll={decideAll} />
      {queue.error !== null && tasks.length === 0 ? (
        <ErrorView error={queue.error} retry={() => void queue.refetch()} />
      ) : queue.data === undefined ? (
        <Waiting what="the queue" />
      ) : tasks.length === 0 ? (
        <EmptyQueue filtered={Object.keys(filter).length > 0} onClear={clear} />
      ) : (
        <TaskList tasks={tasks} selected={at} me={me.sub} onSelect={select} onOpen={open} />
      )}
    </div>
  )
  return (
    <main className="page">
      <Split name="queue" left={list} right={<Preview task={tasks[at]} onOpen={open} />} />
      {deciding}
    </main>
  )
}

/** Asks for one decision on all that the filter shows, in a dialog; undefined where there is nothing to decide. */
function useDecideAll(filter: Filter, total: number) {
  const [asking, setAsking] = useState(false)
  const may = total > 0 && isDecidable(filter)
  const ask = (): void => {
    setAsking(true)
  }
  const close = (): void => {
    setAsking(false)
  }
  return [
    may ? ask : undefined,
    asking ? <BulkDialog {...{ filter, total }} onClose={close} /> : null,
  ] as const
}

/** The list as it is walked: which line is selected, and more of it when the end comes near. */
function useWalk(filter: Filter) {
  const [, go] = useLocation()
  const queue = useQueue(filter)
  const tasks = queue.data?.pages.flatMap((page) => page.tasks) ?? []
  const [selectedId, setSelectedId] = useState<string>()
  const at = Math.max(
    0,
    tasks.findIndex(({ review_id: id }) => id === selectedId),
  )
  const select = (to: number): void => {
    setSelectedId(tasks[Math.max(0, Math.min(tasks.length - 1, to))]?.review_id)
    if (to >= tasks.length - 5 && queue.hasNextPage) void queue.fetchNextPage()
  }
  const open = (task: ReviewTask | undefined): void => {
    if (task !== undefined) go(placeOfTask(task.review_id))
  }
  return { queue, tasks, at, select, open }
}

/** Takes whatever is next for this person. */
function useOpenNext(open: (task: ReviewTask) => void): () => void {
  const { tell } = useNotices()
  const takeNext = useTakeNext()
  const next = async (): Promise<void> => {
    try {
      const { task, left } = await takeNext()
      if (left) return
      if (task === null) tell({ text: 'Nothing waits for you now' })
      else open(task)
    } catch (thrown) {
      tell({ text: (thrown as Error).message, broken: true })
    }
  }
  return () => void next()
}

function QueueHead({ onNext }: { onNext: () => void }) {
  const state = useQueueState()
  const day = dayOf(localStorage, Date.now())
  const { pending = 0, in_progress: begun = 0 } = state.data?.statuses ?? {}
  const each = day.decided === 0 ? '' : `, ${Math.round(day.seconds / day.decided)} s each`
  return (
    <div className="queue-head">
      <h1>
        {state.data === undefined
          ? 'Queue'
          : counted(pending + begun, 'document waits', 'documents wait')}
      </h1>
      <p className="hint">
        {day.decided === 0 ? 'Nothing decided yet today' : `${day.decided} decided today${each}`}
      </p>
      <button className="main" onClick={onNext}>
        Take the next one <kbd>N</kbd>
      </button>
    </div>
  )
}

function EmptyQueue({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <StateView
      title="Nothing fits this filter"
      action={<button onClick={onClear}>Show all that waits</button>}
    />
  ) : (
    <StateView title="Nothing waits for a person">
      What comes in next and is unsure or incomplete appears here by itself.
    </StateView>
  )
}
