import {
  confidence,
  evidence,
  hints,
  list,
  one,
  THINKING_TOKENS,
  words,
} from '@colophon/agents/define'
import { requiredPaths } from '@colophon/domain'
import { z } from 'zod'
import { Attachment, lettersProfile } from '../profile.ts'
import { asked } from './asked.ts'
import { correspondence } from './correspondence.ts'
import { closesLetter, followsLetter, opensLetter, signsLetter } from './support/signs.ts'
import { defineAgent, defineTool, text } from './define.ts'

const input = z.object({ text, ...hints })

const salutation = defineTool({
  name: 'extract_salutation',
  title: 'Salutation',
  description: 'The words with which the letter addresses its recipient ("My dear Sir,").',
  input,
  output: z.object({ salutation: z.string().nullable(), confidence, evidence }),
  fields: [
    asked('content.salutation', {
      key: 'salutation',
      describe: 'The salutation, verbatim',
      support: words(opensLetter),
    }),
  ],
  rules: (reading) => one('content.salutation', reading.structure.salutation),
  present: (answer, sure) => ({
    salutation: answer('content.salutation') ?? null,
    confidence: sure('content.salutation'),
  }),
})

const closing = defineTool({
  name: 'extract_closing',
  title: 'Closing',
  description: 'The valediction before the signature ("I remain, Sir, your obedient servant").',
  input,
  output: z.object({ closing: z.string().nullable(), confidence, evidence }),
  fields: [
    asked('content.closing', {
      key: 'closing',
      describe: 'The valediction without the signature, verbatim',
      support: words(closesLetter),
    }),
  ],
  rules: (reading) => one('content.closing', reading.structure.closing),
  present: (answer, sure) => ({
    closing: answer('content.closing') ?? null,
    confidence: sure('content.closing'),
  }),
})

const signature = defineTool({
  name: 'extract_signature',
  title: 'Signature',
  description: 'The signature as it stands, and the name of who signed.',
  input,
  output: z.object({
    signature: z.string().nullable(),
    signatory_name: z.string().nullable(),
    title: z.string().nullable(),
    confidence,
    evidence,
  }),
  fields: [
    asked('content.signature', {
      key: 'signature',
      describe: 'The signature, verbatim',
      support: words(signsLetter),
    }),
  ],
  shows: ['document.correspondence.sender.name', 'document.correspondence.sender.title'],
  rules: (reading) => one('content.signature', reading.structure.signature),
  present: (answer, sure) => ({
    signature: answer('content.signature') ?? null,
    signatory_name: answer('document.correspondence.sender.name') ?? null,
    title: answer('document.correspondence.sender.title') ?? null,
    confidence: sure('content.signature'),
  }),
})

const body = defineTool({
  name: 'parse_letter_body',
  title: 'Body',
  description: 'The paragraphs between salutation and closing, and the postscript.',
  input,
  output: z.object({
    body: z.array(z.string()),
    postscript: z.string().nullable(),
    paragraph_count: z.int(),
    average_paragraph_length: z.number().describe('Characters'),
    evidence,
  }),
  fields: [
    { path: 'content.body' },
    asked('content.postscript', {
      key: 'postscript',
      describe: 'The text after the signature that belongs to the letter, verbatim',
      longest: 1_500,
      support: words(followsLetter),
    }),
  ],
  rules: (reading) => [
    ...(reading.structure.body.value.length > 0 ? one('content.body', reading.structure.body) : []),
    ...one('content.postscript', reading.structure.postscript),
  ],
  present(answer) {
    const paragraphs = (answer('content.body') ?? []) as string[]
    const characters = paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0)
    return {
      body: paragraphs,
      postscript: answer('content.postscript') ?? null,
      paragraph_count: paragraphs.length,
      average_paragraph_length:
        paragraphs.length === 0 ? 0 : Math.round(characters / paragraphs.length),
    }
  },
})

const attachments = defineTool({
  name: 'identify_attachments',
  title: 'Enclosures',
  description: 'What the letter says it encloses.',
  input,
  output: z.object({ attachments: z.array(Attachment), has_attachments: z.boolean(), evidence }),
  fields: [{ path: 'content.attachments' }],
  rules: (reading) =>
    list(
      'content.attachments',
      reading.structure.attachments.map((found) => ({
        ...found,
        value: {
          description: found.value.description,
          type: found.value.type,
          mentioned_line: found.value.mentionedLine,
        },
      })),
    ),
  present(answer) {
    const found = (answer('content.attachments') ?? []) as unknown[]
    return { attachments: found, has_attachments: found.length > 0 }
  },
})

export const structureAgent = defineAgent({
  name: 'structure-agent',
  title: 'Structure',
  description:
    'Reads the form of a letter: opening, body, closing, signature, who wrote to whom, when and where.',
  instructions:
    'You catalogue historical letters for an archive. You read one letter and report its form. Copy words exactly ' +
    'as they stand, with their old spelling. Report only what the letter shows; never complete a name from what you ' +
    'know of history. When the letter does not say, answer null with status not_in_document.',
  tiers: ['rules', 'local'],
  standIn: {},
  tools: [salutation, body, closing, signature, attachments, correspondence],
  // Where rules find no closing or postscript there is hardly one: a model of which nothing is known adds none.
  decisive: [...requiredPaths(lettersProfile), 'content.closing', 'content.postscript'],
  // Fifteen fields of a line each, with its quote; twice a postscript, which can be half the letter.
  maxAnswerTokens: THINKING_TOKENS + 3_072,
})
