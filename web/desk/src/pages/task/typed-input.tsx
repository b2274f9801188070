import { useEffect, useRef } from 'react'
import type { Editor } from '../../behaviour/schema.ts'
import { spaced } from '../../behaviour/words.ts'

export interface TypedInputProps {
  label: string
  editor: Editor
  text: string
  onText: (text: string) => void
  /** @default true */
  autoFocus?: boolean
}

const LONG = 70

/** The input that fits the kind of value. What stands there is selected, so that typing replaces it. */
export function TypedInput({ label, editor, text, onText, autoFocus = true }: TypedInputProps) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null)
  useEffect(() => {
    const element: HTMLElement | null = input.current
    if (autoFocus) element?.focus()
    if (autoFocus && !(element instanceof HTMLSelectElement)) input.current?.select()
  }, [autoFocus])
  const options = optionsOf(editor)
  if (options !== undefined) {
    return (
      <select
        ref={input}
        aria-label={label}
        value={text}
        onChange={({ target }) => {
          onText(target.value)
        }}
      >
        <option value="">Choose</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {spaced(option)}
          </option>
        ))}
      </select>
    )
  }
  const shared = {
    ref: input,
    'aria-label': label,
    value: text,
    dir: 'auto',
    spellCheck: false,
    onChange: ({ target }: { target: { value: string } }) => {
      onText(target.value)
    },
  } as const
  if (editor.kind === 'text' && (text.length > LONG || text.includes('\n')))
    return <textarea rows={Math.min(8, 2 + Math.floor(text.length / LONG))} {...shared} />
  return (
    <input
      {...shared}
      inputMode={editor.kind === 'number' ? 'decimal' : 'text'}
      placeholder={editor.kind === 'date' ? '1862-02-04, 1862-02 or 1862' : undefined}
    />
  )
}

function optionsOf(editor: Editor): string[] | undefined {
  if (editor.kind === 'choice') return editor.options
  return editor.kind === 'boolean' ? ['true', 'false'] : undefined
}
