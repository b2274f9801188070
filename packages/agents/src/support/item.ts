import { holdsWords } from './words.ts'
import type { Shown, Support } from './support.ts'

/** A class of an item: kept where it is shown, else the class that claims nothing. */
export interface ClassOf {
  safe: string
  readonly shows?: (said: string, name: string) => boolean
}

export interface ItemParts {
  /** The key that names the item, and how a quote shows it. */
  name: Support
  classes?: Readonly<Record<string, ClassOf>>
}

/**
 * The value is an item of a list, told by its name. Of its other parts those stay whose words stand in the quote too:
 * one that was made up costs the part, not the item.
 */
export const item = ({ name: rule, classes = {} }: ItemParts): Support => ({
  by: `item named by ${rule.by}`,
  form: 'words',
  shows(value, quote, text): Shown | null {
    if (typeof value !== 'object' || value === null || !('name' in value)) return null
    const shown = rule.shows(value.name, quote, text)
    if (shown === null) return null
    const name = String(value.name)
    const kept: Record<string, unknown> = {}
    for (const [key, part] of Object.entries(value)) {
      if (key === 'name') kept[key] = part
      else if (typeof part !== 'string') continue
      else if (classes[key] !== undefined) kept[key] = classFor(classes[key], part, name)
      else if (holdsWords(quote.quote, part)) kept[key] = part
    }
    return { ...shown, value: kept }
  },
})

const classFor = ({ safe, shows }: ClassOf, said: string, name: string): string =>
  shows?.(said, name) === true ? said : safe
