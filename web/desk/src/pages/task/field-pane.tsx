import type { ReactNode } from 'react'
import type { ArrangedFields, Field } from '../../behaviour/field-list.ts'
import { counted } from '../../behaviour/words.ts'
import { useTaskState } from './context.ts'
import { FieldLine } from './field-line.tsx'
import { FieldOpen } from './field-open.tsx'

export interface FieldPaneProps {
  arranged: ArrangedFields
  openLeft: number
  /** What stands below the fields. */
  children: ReactNode
}

/** The fields: those that ask first, then section by section what there is, then what is empty. */
export function FieldPane({ arranged, openLeft, children }: FieldPaneProps) {
  const { open, groups, empty } = arranged
  return (
    <div className="fields" aria-label="Fields" role="region" tabIndex={-1}>
      {open.length === 0 ? null : (
        <section aria-label="For you">
          <h2>
            {openLeft === 0
              ? 'All settled'
              : `${counted(openLeft, 'field asks', 'fields ask')} for you`}
          </h2>
          <Fields of={open} />
        </section>
      )}
      {groups.map(({ section, fields }) => (
        <section key={section} aria-label={section}>
          <h2>{section}</h2>
          <Fields of={fields} />
        </section>
      ))}
      {empty.length === 0 ? null : <EmptyFields of={empty} />}
      {children}
    </div>
  )
}

function Fields({ of }: { of: readonly Field[] }) {
  const { focus } = useTaskState()
  return of.map((field) =>
    field.path === focus ? (
      <FieldOpen key={field.path} field={field} />
    ) : (
      <FieldLine key={field.path} field={field} />
    ),
  )
}

/** Shown when somebody wants them, or walks into them. */
function EmptyFields({ of }: { of: readonly Field[] }) {
  const { focus } = useTaskState()
  return (
    <details className="empty" open={of.some(({ path }) => path === focus) || undefined}>
      <summary>{counted(of.length, 'empty field')}</summary>
      <Fields of={of} />
    </details>
  )
}
