import {
  confidence,
  evidence,
  hints,
  item,
  list,
  name,
  THINKING_TOKENS,
  words,
} from '@colophon/agents/define'
import { type Finding, requiredPaths } from '@colophon/domain'
import { z } from 'zod'
import {
  LetterEvent,
  lettersProfile,
  Location,
  Organization,
  Person,
  Relationship,
} from '../profile.ts'
import { KIND_OF_PLACE } from './support/classes.ts'
import { knownAsPlace, namesBody, namesPerson, neverPlain } from './support/signs.ts'
import { defineAgent, defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })

/** A model names the words that show each item; they become the item's evidence and leave the value. */
const quoted = (item: z.ZodObject) =>
  z.array(item.omit({ confidence: true }).extend({ quote: z.string() }))

/** Each item carries its own confidence, beside the one of the list. */
const scored = (path: string, found: readonly Finding<object>[]) =>
  list(
    path,
    found.map((item) => ({ ...item, value: { ...item.value, confidence: item.confidence } })),
  )

const people = defineTool({
  name: 'extract_people',
  title: 'People',
  description: 'Everybody the letter names, the correspondents too, one entry a person.',
  input,
  output: z.object({ people: z.array(Person), confidence, evidence }),
  fields: [
    {
      path: 'analysis.people',
      ask: {
        key: 'people',
        describe:
          'Every person the letter names, once each, in the fullest form the letter has; no kinship words alone',
        value: quoted(Person.omit({ biography: true })),
        support: item({ name: name(namesPerson), classes: { role: { safe: 'mentioned' } } }),
      },
    },
  ],
  rules: (reading) => scored('analysis.people', reading.entities.people),
  present: (answer, sure) => ({
    people: answer('analysis.people') ?? [],
    confidence: sure('analysis.people'),
  }),
})

const organizations = defineTool({
  name: 'extract_organizations',
  title: 'Organisations',
  description:
    'Firms, institutions, authorities, churches, theatres and journals the letter names.',
  input,
  output: z.object({ organizations: z.array(Organization), confidence, evidence }),
  fields: [
    {
      path: 'analysis.organizations',
      ask: {
        key: 'organizations',
        describe: 'Every organisation the letter names',
        value: quoted(Organization),
        support: item({ name: words(namesBody), classes: { type: { safe: 'other' } } }),
      },
    },
  ],
  rules: (reading) => scored('analysis.organizations', reading.entities.organizations),
  present: (answer, sure) => ({
    organizations: answer('analysis.organizations') ?? [],
    confidence: sure('analysis.organizations'),
  }),
})

const locations = defineTool({
  name: 'extract_locations',
  title: 'Places',
  description: 'Towns, countries, regions, houses and streets the letter names.',
  input,
  output: z.object({ locations: z.array(Location), confidence, evidence }),
  fields: [
    {
      path: 'analysis.locations',
      ask: {
        key: 'locations',
        describe: 'Every place the letter names',
        value: quoted(Location),
        support: item({ name: words(knownAsPlace), classes: { type: KIND_OF_PLACE } }),
      },
    },
  ],
  rules: (reading) => scored('analysis.locations', reading.entities.locations),
  present: (answer, sure) => ({
    locations: answer('analysis.locations') ?? [],
    confidence: sure('analysis.locations'),
  }),
})

const events = defineTool({
  name: 'extract_events',
  title: 'Events',
  description:
    'Events the letter tells of or announces, with their date where the letter gives one.',
  input,
  output: z.object({ events: z.array(LetterEvent), confidence, evidence }),
  fields: [
    {
      path: 'analysis.events',
      ask: {
        key: 'events',
        describe: 'Events told of or announced, few and certain',
        value: quoted(LetterEvent),
        support: item({ name: words(neverPlain) }),
      },
    },
  ],
  rules: (reading) => scored('analysis.events', reading.entities.events),
  present: (answer, sure) => ({
    events: answer('analysis.events') ?? [],
    confidence: sure('analysis.events'),
  }),
})

const relationships = defineTool({
  name: 'generate_relationships',
  title: 'Relationships',
  description:
    'How the people, bodies and places of the letter belong together, each with the words that say so.',
  input,
  output: z.object({ relationships: z.array(Relationship), confidence, evidence }),
  fields: [{ path: 'analysis.relationships' }],
  rules: (reading) =>
    scored(
      'analysis.relationships',
      reading.entities.relationships.map((found) => {
        const quote = found.evidence && reading.text.slice(found.evidence.start, found.evidence.end)
        return { ...found, value: { ...found.value, ...(quote && { evidence: quote }) } }
      }),
    ),
  present: (answer, sure) => ({
    relationships: answer('analysis.relationships') ?? [],
    confidence: sure('analysis.relationships'),
  }),
})

export const entityAgent = defineAgent({
  name: 'entity-agent',
  title: 'Entities',
  description:
    'Finds the people, organisations, places and events of a letter and how they belong together.',
  instructions:
    'You catalogue historical letters for an archive. You list what one letter names. Copy names as they stand. ' +
    'Every item needs the words of the letter that show it. List nothing that the letter does not name.',
  tiers: ['rules', 'local', 'fast'],
  standIn: {},
  tools: [people, organizations, locations, events, relationships],
  // Where rules find nobody and no place there is hardly one: a model of which nothing is known adds none.
  decisive: [...requiredPaths(lettersProfile), 'analysis.people', 'analysis.locations'],
  // Lists grow with the letter: rules alone fill 2,000 tokens on long ones, and models find about twice as much.
  maxAnswerTokens: THINKING_TOKENS + 4_096,
})
