/**
 * Lower case with the length of the text: an offset in it is an offset in the text. Of all characters `İ` alone grows
 * (to `i` and a dot); it becomes a plain `i` here. What is looked up or measured in a lower-cased copy goes through this.
 */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replaceAll('İ', 'i').toLowerCase()
}
