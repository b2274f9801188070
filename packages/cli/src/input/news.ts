import type { SubmitNews } from '@colophon/coordinator'

/** Tells each thing in a line; `done` is what becomes of a document that comes twice. */
export function newsInWords(
  done: string,
  report: (line: string) => void,
): (news: SubmitNews) => void {
  return (news) => {
    const { where } = news
    if (news.kind === 'note') report(`note: ${where}: ${news.message}`)
    else if (news.kind === 'error') report(`error: ${news.error.message}. ${news.error.fix}`)
    else if (news.kind === 'duplicate') {
      report(`note: ${where}: the same document as before (${news.document_id}), ${done}`)
    } else {
      const { message, code, fix } = news
      report(`refused: ${where}: ${message}${fix === undefined ? ` [${code}]` : `. ${fix}`}`)
    }
  }
}
