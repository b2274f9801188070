/** A word divided at the end of a line, with the division repeated on the next line or not. */
const DIVIDED = /(?<=\p{L})[-¬=‐](?:[ \t\r]{0,4}\n[ \t\r]{0,4})-?(?=\p{Ll})/gu

/** The text as one line: divided words joined, every run of white space one space. Nothing else changes. */
export function reflow(text: string): string {
  return text.replace(DIVIDED, '').replace(/\s+/g, ' ').trim()
}
