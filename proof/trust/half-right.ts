import { createScriptedModels } from '@colophon/adapters/models'
import { ground, unmarked, type ModelClient, type ModelRequest } from '@colophon/domain'
import type { Letter, Mention } from './letters.ts'
import { ASKED, plausible } from './plausible.ts'
import { diceFor } from './random.ts'

const RIGHT = 0.6

interface Said {
  value: unknown
  status: string
  quote: string | null
  confidence: number
}

const NOTHING: Said = { value: null, status: 'not_in_document', quote: null, confidence: 0.9 }

/** The words as the text has them, misread letters and all: a model copies what it sees. */
const asWritten = (text: string, words: string): string | null => ground(text, words)?.quote ?? null

function firstWritten(text: string, forms: readonly (string | null)[]): Said {
  for (const form of forms) {
    const written = form === null ? null : asWritten(text, form)
    if (written !== null)
      return { value: written, status: 'stated', quote: written, confidence: 0.9 }
  }
  const known = forms.find((form) => form !== null)
  // It knows better than the letter says.
  return known === undefined
    ? NOTHING
    : { value: known, status: 'inferred', quote: null, confidence: 0.8 }
}

function mentions(text: string, known: readonly Mention[] | null, rest: object): Said {
  const scored = (known ?? []).filter((mention) => mention.scored !== false)
  const value = scored.flatMap(({ surfaces }) => {
    const written = (surfaces ?? [])
      .map((form) => asWritten(text, form))
      .find((form) => form !== null)
    return written == null ? [] : [{ name: written, quote: written, ...rest }]
  })
  return value.length === 0 ? NOTHING : { value, status: 'stated', quote: null, confidence: 0.9 }
}

/** The edition's answer, in the words of the letter; undefined where it says nothing. */
function truthOf(path: string, { text, language, truth }: Letter): Said | undefined {
  const wording = (words: string | null): Said | undefined =>
    words === null ? undefined : firstWritten(text, [words])
  switch (path) {
    case 'document.correspondence.sender.name':
      return truth.sender
        ? firstWritten(text, [...truth.sender.names, ...truth.sender.aliases])
        : undefined
    case 'document.correspondence.recipient.name':
      return truth.recipient
        ? firstWritten(text, [...truth.recipient.names, ...truth.recipient.aliases])
        : undefined
    case 'document.correspondence.sender.location':
      return truth.place_sent
        ? firstWritten(text, [truth.place_sent.name, ...(truth.place_sent.aliases ?? [])])
        : undefined
    case 'document.correspondence.recipient.location':
      return truth.place_received
        ? firstWritten(text, [truth.place_received.name, ...(truth.place_received.aliases ?? [])])
        : undefined
    case 'document.date.creation_date': {
      const { iso, as_written: words, dateline } = truth.date ?? {}
      if (iso == null || iso.includes('/')) return undefined
      const quote = asWritten(text, words ?? dateline ?? '')
      return { value: iso, status: 'stated', quote, confidence: 0.9 }
    }
    case 'document.date.date_display':
      return wording(truth.date?.as_written ?? null)
    case 'content.salutation':
      return wording(truth.salutation)
    case 'content.closing':
      return wording(truth.closing)
    case 'content.signature':
      return wording(truth.signature)
    case 'content.postscript':
      if (truth.postscript === false) return NOTHING
      return typeof truth.postscript === 'string' ? wording(truth.postscript) : undefined
    case 'analysis.people':
      return mentions(text, truth.people_mentioned, { role: 'mentioned' })
    case 'analysis.locations':
      return mentions(text, truth.places_mentioned, { type: 'other' })
    case 'analysis.organizations':
      return mentions(text, truth.organizations_mentioned, { type: 'other' })
    case 'document.languages':
      return { value: [language], status: 'inferred', quote: text.slice(0, 300), confidence: 0.9 }
    default:
      return undefined
  }
}

/**
 * Right in six of ten fields, by what the letters' editions say; else wrong, with plausible words of the letter and a real
 * quote. The same for the same letter and field.
 */
export function createHalfRightModel(letters: readonly Letter[], name = 'half-right'): ModelClient {
  const byText = new Map(letters.map((letter) => [letter.text, letter]))
  const answer = (request: ModelRequest): unknown => {
    const text = unmarked('DOCUMENT', request.prompt)
    const letter = byText.get(text)
    const keys = Object.keys(request.schema['properties'] as object)
    return Object.fromEntries(
      keys.map((key): [string, Said] => {
        const dice = diceFor(name, text, key)
        const right =
          letter && dice.share() < RIGHT ? truthOf(ASKED.get(key)?.path ?? '', letter) : undefined
        if (right !== undefined) return [key, right]
        const { value, quote } = plausible(key, text, dice)
        return [key, { value, status: 'stated', quote, confidence: 0.9 }]
      }),
    )
  }
  return createScriptedModels({ model: name, answer })
}
