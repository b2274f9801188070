import {
  confidence,
  evidence,
  hints,
  list,
  one,
  retold,
  THINKING_TOKENS,
  words,
} from '@colophon/agents/define'
import { requiredPaths, type Finding } from '@colophon/domain'
import { languageFeatures } from '@colophon/methods/language'
import { z } from 'zod'
import { lettersProfile } from '../profile.ts'
import { Subject } from '../subjects.ts'
import {
  classifySubjects,
  extractDates,
  extractKeywords,
  summarise,
  type SummaryOptions,
  type Term,
} from '../rules/content/index.ts'
import type { Reading } from '../reading.ts'
import { subjectOf } from './support/classes.ts'
import { writtenLanguage } from './support/readers.ts'
import { defineAgent, defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })

/** What the form of a letter says of it. */
const aboutOf = ({ language, structure }: Reading): SummaryOptions => ({
  language,
  body: structure.body.value,
  salutation: structure.salutation?.evidence ?? null,
  closing: structure.closing?.evidence ?? null,
  sender: structure.senders[0]?.value.name ?? null,
  recipient: structure.recipient?.value.name ?? null,
  place: structure.placeSent?.value ?? null,
  date: structure.date.creationDate?.value ?? null,
  signature: structure.signature?.value ?? null,
})

/** Two tools want them: a letter is read for them once. */
const keptKeywords = new WeakMap<Reading, Finding<string>[]>()
const readKeywords = ({ text: words, language, structure, entities }: Reading): Finding<string>[] =>
  extractKeywords(words, {
    language,
    named: namedIn(words, entities),
    correspondents: [
      ...structure.senders.map(({ value }) => value.name),
      structure.recipient?.value.name ?? '',
      structure.signature?.value ?? '',
    ],
  })

function keywordsOf(reading: Reading): Finding<string>[] {
  const known = keptKeywords.get(reading) ?? readKeywords(reading)
  keptKeywords.set(reading, known)
  return known
}

/** People, bodies and places that a letter speaks of, in its own words. */
function namedIn(words: string, { people, organizations, locations }: Reading['entities']): Term[] {
  const mentioned = people.filter(({ value }) => value.role === 'mentioned')
  return [...mentioned, ...organizations, ...locations].flatMap(({ evidence }) => {
    if (evidence === null) return []
    const { start, end } = evidence
    // A name that a line divides without a mark: where it ends nobody can tell.
    if (/\n\s*\p{Ll}/u.test(words.slice(start, end))) return []
    return { value: words.slice(start, end).replace(/\s+/gu, ' '), span: { start, end } }
  })
}

const summary = defineTool({
  name: 'generate_summary',
  title: 'Summary',
  description: 'One sentence that says who writes to whom, and what the letter does.',
  input,
  output: z.object({ summary: z.string().nullable(), confidence, evidence }),
  fields: [
    {
      path: 'content.summary',
      ask: {
        key: 'summary',
        describe:
          'At most 40 words in English, in the third person: who writes to whom, what the letter does (thanks, asks, sends, reports …), about what, when and where',
        value: z.string(),
        longest: 700,
        support: retold(),
      },
    },
  ],
  rules: (reading) => {
    const terms = keywordsOf(reading).map(({ value }) => value)
    return one('content.summary', summarise(reading.text, { ...aboutOf(reading), terms }))
  },
  present: (answer, sure) => ({
    summary: answer('content.summary') ?? null,
    confidence: sure('content.summary'),
  }),
})

const keywords = defineTool({
  name: 'extract_keywords',
  title: 'Keywords',
  description: 'Five to ten words or short phrases that a reader would search for.',
  input,
  output: z.object({ keywords: z.array(z.string()), confidence, evidence }),
  fields: [
    {
      path: 'analysis.keywords',
      ask: {
        key: 'keywords',
        describe: 'Five to ten words or short phrases of the letter that a reader would search for',
        value: z.array(z.string()).max(10),
        support: words(),
      },
    },
  ],
  rules: (reading) => list('analysis.keywords', keywordsOf(reading)),
  present: (answer, sure) => ({
    keywords: answer('analysis.keywords') ?? [],
    confidence: sure('analysis.keywords'),
  }),
})

const subjects = defineTool({
  name: 'classify_subjects',
  title: 'Subjects',
  description: 'One to three subjects of the closed list.',
  input,
  output: z.object({ subjects: z.array(Subject), confidence, evidence }),
  fields: [
    {
      path: 'analysis.subjects',
      ask: {
        key: 'subjects',
        describe: 'One to three subjects of the list',
        value: z.array(Subject).max(3),
        support: subjectOf(),
      },
    },
  ],
  rules: ({ text: words, language }) =>
    list('analysis.subjects', classifySubjects(words, { language })),
  present: (answer, sure) => ({
    subjects: answer('analysis.subjects') ?? [],
    confidence: sure('analysis.subjects'),
  }),
})

const dates = defineTool({
  name: 'extract_dates',
  title: 'Dates mentioned',
  description: 'The dates the letter speaks of, beside its own.',
  input,
  output: z.object({
    dates: z.array(z.object({ date: z.string(), display: z.string() })),
    evidence,
  }),
  fields: [{ path: 'analysis.dates_mentioned' }],
  rules: ({ text: words, language, year }) =>
    list(
      'analysis.dates_mentioned',
      extractDates(words, { language, ...(year !== null && { year }) }),
    ),
  present: (answer) => ({ dates: answer('analysis.dates_mentioned') ?? [] }),
})

const features = defineTool({
  name: 'detect_language_features',
  title: 'Language',
  description: 'The languages of the letter, how formal it is, and marks of old spelling.',
  input,
  output: z.object({
    languages: z.array(z.string()),
    features: z.array(z.object({ feature: z.string(), value: z.string() })),
    confidence,
    evidence,
  }),
  fields: [
    {
      path: 'document.languages',
      ask: {
        key: 'languages',
        describe: 'BCP 47 codes of the languages, the main one first',
        value: z.array(z.string()),
        support: writtenLanguage(),
      },
    },
    { path: 'analysis.language_features' },
  ],
  rules: (reading) => [
    ...list('document.languages', reading.languages),
    ...list(
      'analysis.language_features',
      languageFeatures(reading.text, reading.language).map((found) => ({
        ...found,
        value: { feature: found.value.register, value: found.value.feature },
      })),
    ),
  ],
  present: (answer, sure) => ({
    languages: answer('document.languages') ?? [],
    features: answer('analysis.language_features') ?? [],
    confidence: sure('document.languages'),
  }),
})

export const contentAgent = defineAgent({
  name: 'content-agent',
  title: 'Content',
  description:
    'Says what a letter is about: summary, keywords, subjects, languages, dates it speaks of.',
  instructions:
    'You catalogue historical letters for an archive. You say what one letter is about, in plain words, without ' +
    'praise and without anything the letter does not say. For the summary, quote the passage it rests on most.',
  tiers: ['rules', 'fast'],
  standIn: { fast: 'local' },
  tools: [summary, keywords, subjects, dates, features],
  decisive: requiredPaths(lettersProfile),
  // A few sentences, ten phrases, some codes, and a passage quoted for each of the four fields.
  maxAnswerTokens: THINKING_TOKENS + 2_048,
})
