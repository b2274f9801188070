import {
  confidence,
  evidence,
  hints,
  list,
  nothing,
  THINKING_TOKENS,
} from '@colophon/agents/define'
import { requiredPaths } from '@colophon/domain'
import { z } from 'zod'
import { lettersProfile, RelatedDocument } from '../profile.ts'
import { relatedDocuments } from '../rules/context/related-documents.ts'
import { defineAgent, defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })
const SENDER = 'document.correspondence.sender.biography'
const RECIPIENT = 'document.correspondence.recipient.biography'

const historicalContext = defineTool({
  name: 'research_historical_context',
  title: 'Historical context',
  description:
    'What a reader should know of the time to understand the letter. Needs a model; null without one.',
  input,
  output: z.object({ historical_context: z.string().nullable(), confidence, evidence }),
  fields: [
    {
      path: 'analysis.historical_context',
      ask: {
        key: 'historical_context',
        describe:
          'Three or four short paragraphs on the circumstances of the letter; say what is uncertain',
        value: z.string(),
        longest: 2_000,
        support: nothing(),
      },
    },
  ],
  present: (answer, sure) => ({
    historical_context: answer('analysis.historical_context') ?? null,
    confidence: sure('analysis.historical_context'),
  }),
})

const significance = defineTool({
  name: 'assess_significance',
  title: 'Significance',
  description: 'What the letter is worth to research. Needs a model; null without one.',
  input,
  output: z.object({ assessment: z.string().nullable(), confidence, evidence }),
  fields: [
    {
      path: 'analysis.significance',
      ask: {
        key: 'significance',
        describe: 'One paragraph: high, medium or low significance for research, and why',
        value: z.string(),
        longest: 800,
        support: nothing(),
      },
    },
  ],
  present: (answer, sure) => ({
    assessment: answer('analysis.significance') ?? null,
    confidence: sure('analysis.significance'),
  }),
})

const biographies = defineTool({
  name: 'generate_biographies',
  title: 'Biographies',
  description:
    'Who sender and recipient were, where it is known for certain. Needs a model; null without one.',
  input,
  output: z.object({ sender: z.string().nullable(), recipient: z.string().nullable(), evidence }),
  fields: [
    {
      path: SENDER,
      ask: {
        key: 'sender_biography',
        describe: 'The writer in two sentences, if certainly known',
        value: z.string(),
        support: nothing(),
      },
    },
    {
      path: RECIPIENT,
      ask: {
        key: 'recipient_biography',
        describe: 'The addressee in two sentences, if certainly known',
        value: z.string(),
        support: nothing(),
      },
    },
  ],
  present: (answer) => ({ sender: answer(SENDER) ?? null, recipient: answer(RECIPIENT) ?? null }),
})

const related = defineTool({
  name: 'link_related_documents',
  title: 'Related documents',
  description: 'Other letters and papers this one answers, encloses or speaks of.',
  input,
  output: z.object({ related_documents: z.array(RelatedDocument), evidence }),
  fields: [{ path: 'analysis.related_documents' }],
  rules: ({ text: words }) => list('analysis.related_documents', relatedDocuments(words)),
  present: (answer) => ({ related_documents: answer('analysis.related_documents') ?? [] }),
})

export const contextAgent = defineAgent({
  name: 'context-agent',
  title: 'Context',
  description:
    'Puts a letter into its time: circumstances, significance, who the correspondents were, related papers.',
  instructions:
    'You are a historian who annotates letters for an archive. Keep apart what the letter says and what is known ' +
    'from elsewhere; say when you are not certain. Answer null rather than guess who somebody was.',
  tiers: ['rules', 'deep'],
  standIn: { deep: 'local' },
  tools: [historicalContext, significance, biographies, related],
  decisive: requiredPaths(lettersProfile),
  // Four or five paragraphs and four sentences, about 1,300 tokens, and no quotes.
  maxAnswerTokens: THINKING_TOKENS + 2_048,
})
