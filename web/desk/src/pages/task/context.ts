import { createContext, use } from 'react'
import type { FieldDecision, ProfileForm, TaskView } from '@colophon/domain'
import type { Field } from '../../behaviour/field-list.ts'
import type { SourceLine } from '../../behaviour/source-text.ts'
import type { Span } from '../../behaviour/spans.ts'

/** What the parts of the page of one document share. */
export interface TaskState {
  view: Pick<TaskView, 'document' | 'fields' | 'comments'>
  /** Null where the document is only looked at: nothing is decided, and nothing said about it. */
  taskId: string | null
  profile: ProfileForm
  lines: readonly SourceLine[]
  /** Nobody decides here now: somebody else holds it, or it is decided. */
  readOnly: boolean
  /** Path of the field in focus. */
  focus: string | undefined
  setFocus: (path: string) => void
  editing: boolean
  setEditing: (editing: boolean) => void
  commenting: boolean
  setCommenting: (commenting: boolean) => void
  /** Words that are selected in the text. */
  selected: Span | null
  /** Shows words of the text. */
  show: (span: Span) => void
  /** Looks for the same correction in other documents. */
  lookElsewhere: (path: string) => void
  decide: (decision: FieldDecision, field: Field, options?: { stay?: boolean }) => void
}

export const TaskContext = createContext<TaskState | undefined>(undefined)

export function useTaskState(): TaskState {
  const state = use(TaskContext)
  if (state === undefined) throw new Error('a part of the task page is outside of it')
  return state
}

/** For parts that are drawn only where there is a task. */
export function useTaskId(): string {
  const { taskId } = useTaskState()
  if (taskId === null) throw new Error('this part belongs to a task')
  return taskId
}
