/** What is put between tags: names of series come from labels. */
export const text = (value: string): string =>
  value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export const tag = (name: string, attributes: string, ...inside: string[]): string =>
  `<${name}${attributes === '' ? '' : ` ${attributes}`}>${inside.join('')}</${name}>`

export const div = (name: string, ...inside: string[]): string =>
  tag('div', `class="${name}"`, ...inside)
