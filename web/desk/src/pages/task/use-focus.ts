import { useLocation, useSearch } from 'wouter'
import { nextOpen, type Field } from '../../behaviour/field-list.ts'

/**
 * Which field is in focus stands in the address, so that a link leads to it. The first that asks without one; none when
 * none does: a key too many must not decide on what nobody looks at.
 */
export function useFocus(fields: readonly Field[]) {
  const search = useSearch()
  const [, go] = useLocation()
  const focus = new URLSearchParams(search).get('field') ?? nextOpen(fields, undefined)?.path
  const setFocus = (path: string): void => {
    go(`?${new URLSearchParams({ field: path }).toString()}`, { replace: true })
  }
  return [focus, setFocus] as const
}
