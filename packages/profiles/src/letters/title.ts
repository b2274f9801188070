import { getPath, isPresent, type Tree } from '@colophon/domain'

const said = (data: Tree, path: string): string | null => {
  const value = getPath(data, path)
  return typeof value === 'string' && isPresent(value) ? value : null
}

/** From whom to whom, and when: `Caroline Aldersey to Augusta Wetherby, 1862-02-04`. What is not known is left out. */
export function titleOf(data: Tree): string {
  const sender = said(data, 'document.correspondence.sender.name')
  const recipient = said(data, 'document.correspondence.recipient.name')
  const date = said(data, 'document.date.creation_date')
  const persons = [sender, recipient === null ? null : `to ${recipient}`]
  return [persons.filter((part) => part !== null).join(' '), date]
    .filter((part) => part !== null && part !== '')
    .join(', ')
}
