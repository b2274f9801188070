export { keyInWords } from '@colophon/web-shared/keys'

/** What a key can do, on any page of the desk. */
export const ACTIONS = [
  ['next-field', 'Next field', 'j', 'task'],
  ['previous-field', 'Previous field', 'k', 'task'],
  ['accept', 'Accept the value', 'a', 'task'],
  ['edit', 'Correct the value', 'e', 'task'],
  ['fill', 'Fill with the selected text', 'f', 'task'],
  ['reject', 'Reject the value', 'x', 'task'],
  ['not-there', 'Not in the document', 'n', 'task'],
  ['illegible', 'Illegible', 'i', 'task'],
  ['uncertain', 'Mark as uncertain', 'u', 'task'],
  ['elsewhere', 'The same correction elsewhere', 's', 'task'],
  ['comment', 'Comment', 'c', 'task'],
  ['evidence', 'Go to the evidence', 'g', 'task'],
  ['sight', 'Text, image or both', 'v', 'task'],
  ['approve', 'Approve and next', '$mod+Enter', 'task'],
  ['skip', 'Not to me today', 'Control+Space', 'task'],
  ['turn-down', 'Reject the document', '$mod+Backspace', 'task'],
  ['send', 'Send it to a person', 'p', 'task'],
  ['back', 'Back to the queue', 'q', 'task'],
  ['down', 'Down the list', 'j', 'queue'],
  ['up', 'Up the list', 'k', 'queue'],
  ['open', 'Open', 'Enter', 'queue'],
  ['fitting', 'All that fit the filter', 'b', 'queue'],
  ['take-next', 'Take the next one', 'n', 'queue'],
  ['search', 'Search', '/', 'everywhere'],
  ['undo', 'Undo', '$mod+z', 'everywhere'],
  ['redo', 'Redo', '$mod+Shift+Z', 'everywhere'],
  ['keys', 'Show the keys', '[Shift]+?', 'everywhere'],
] as const

export type Action = (typeof ACTIONS)[number][0]

/** Parts of the desk with keys of their own, in the order in which they are listed. */
export const SCOPES = [
  ['task', 'A document'],
  ['queue', 'The queue'],
  ['everywhere', 'Everywhere'],
] as const

/** These also work while somebody types: nobody types them. */
export const WHILE_TYPING: readonly Action[] = ['approve', 'skip', 'turn-down']
