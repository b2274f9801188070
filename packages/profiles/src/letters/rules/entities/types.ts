import type { Finding, Span } from '@colophon/domain'

/** Facts already known of the letter when its entities are read; every part may be missing. */
export interface EntityContext {
  language: string
  /** Stretches that name nobody in passing, such as the dateline or a letterhead. */
  exclude?: Span[]
  sender?: string | null
  /** Whoever signs beside the sender. */
  cosenders?: string[]
  recipient?: string | null
  salutation?: Span | null
  signature?: Span | null
  addressBlock?: Span | null
  year?: number | null
}

export interface Person {
  name: string
  role: 'sender' | 'recipient' | 'mentioned'
  title?: string
  affiliation?: string
  context?: string
  original_name?: string
}

export interface Organization {
  name: string
  type: 'institution' | 'company' | 'government' | 'religious' | 'other'
  location?: string
}

export interface Location {
  name: string
  type: 'city' | 'country' | 'region' | 'building' | 'other'
  country?: string
  state?: string
  context?: string
}

export interface LetterEvent {
  name: string
  date?: string
  description?: string
  location?: string
  type?: string
}

export interface Relationship {
  from: string
  to: string
  relationship: 'works_for' | 'located_in' | 'writes_to' | 'related_to' | 'married_to'
}

export interface Entities {
  people: Finding<Person>[]
  organizations: Finding<Organization>[]
  locations: Finding<Location>[]
  events: Finding<LetterEvent>[]
  relationships: Finding<Relationship>[]
}
