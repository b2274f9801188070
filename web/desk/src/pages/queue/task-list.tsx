import { useEffect, useRef } from 'react'
import type { ReviewTask } from '@colophon/domain'
import { ageInWords, momentInWords } from '@colophon/web-shared/time'
import { reasonInWords } from '../../behaviour/words.ts'

export interface TaskListProps {
  tasks: readonly ReviewTask[]
  selected: number
  me: string
  onSelect: (at: number) => void
  onOpen: (task: ReviewTask) => void
}

/** One line a document. The list has one stop for the Tab key; J and K walk it. */
export function TaskList({ tasks, selected, me, onSelect, onOpen }: TaskListProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.children[selected]?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <ul
      className="tasks"
      ref={list}
      role="listbox"
      tabIndex={0}
      aria-label="Documents"
      aria-activedescendant={`task-${selected}`}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (by === 0) return
        event.preventDefault()
        onSelect(selected + by)
      }}
    >
      {tasks.map((task, at) => (
        <li
          key={task.review_id}
          id={`task-${at}`}
          role="option"
          aria-selected={at === selected}
          onClick={() => {
            onSelect(at)
          }}
          onDoubleClick={() => {
            onOpen(task)
          }}
        >
          <TaskLine task={task} me={me} />
        </li>
      ))}
    </ul>
  )
}

function TaskLine({ task, me }: { task: ReviewTask; me: string }) {
  const why = task.reasons.map(reasonInWords).join(' · ')
  return (
    <>
      <span className="title" dir="auto">
        {task.title === '' ? task.document_id : task.title}
      </span>
      <Holder task={task} me={me} />
      <span className="age" title={momentInWords(task.created_at)}>
        {ageInWords(task.created_at, Date.now())}
      </span>
      <span className="why">
        {task.priority === 'high' ? <b className="needs">urgent · </b> : null}
        {why}
        {task.open_comments > 0 ? ` · ${task.open_comments} open comments` : ''}
      </span>
    </>
  )
}

/** Who works on it, or is to, or what became of it. */
function Holder({ task, me }: { task: ReviewTask; me: string }) {
  const name = (who: string): string => (who === me ? 'you' : who)
  if (task.status === 'approved' || task.status === 'rejected')
    return (
      <span className={`holder ${task.status}`}>
        {task.status === 'approved' ? '✓ approved' : '✗ rejected'}
      </span>
    )
  if (task.lease_owner !== null)
    return <span className="holder held">◔ {name(task.lease_owner)}</span>
  if (task.assigned_to !== null) return <span className="holder">for {name(task.assigned_to)}</span>
  return null
}
