import {
  byName,
  ColophonError,
  personView,
  PrecedentView,
  RegisterView,
  titlesOf,
  type RegisterPerson,
  type Store,
} from '@colophon/domain'
import { operation, PageQuery } from '@colophon/runtime/http'
import { z } from 'zod'
import type { RegisterOf } from './kept.ts'

export const Params = z.object({ id: z.string().min(1).max(200) })

const text = z.string().min(1).max(200)

const Query = PageQuery.extend({
  q: text
    .optional()
    .describe('People with this in their name, or in another form of it, in whatever case'),
})

/** The place behind a person, in the order of names. */
type Place = readonly [name: string, id: string]

const cursorOf = (person: RegisterPerson): string =>
  Buffer.from(JSON.stringify([person.name, person.id] satisfies Place)).toString('base64url')

function placeIn(cursor: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(place) && place.length === 2 && place.every((one) => typeof one === 'string'))
      return place as unknown as Place
  } catch {
    // Falls through to the same answer as any other cursor that is not ours.
  }
  throw new ColophonError('request.invalid', 'The cursor is not one of this list')
}

const isBehind = (person: RegisterPerson, [name, id]: Place): boolean =>
  byName(person, { name, id }) > 0

const isWritten = ({ variants, name }: RegisterPerson, part: string): boolean =>
  [name, ...variants.map(({ form }) => form)].some((form) =>
    form.toLowerCase().includes(part.toLowerCase()),
  )

/** `GET /api/collections/:id/register` */
export const peopleOperation = (registerOf: RegisterOf) =>
  operation({
    summary: 'The people of a collection, by name: how its documents write them, and where',
    description:
      'What documents themselves say, with decisions of people on names: nothing that the register gave to a record counts. ' +
      'It follows the documents at a distance of some seconds.',
    params: Params,
    query: Query,
    orderedBy: ['q'],
    response: RegisterView,
    errors: { 404: 'collection.not_found' },
    async handle({ tenant, params: { id }, query: { q, limit, cursor } }) {
      const { readings, registers } = await registerOf({ tenant_id: tenant, collection_id: id })
      const people = registers
        .flatMap((one) => one.register.people)
        .filter((person) => q === undefined || isWritten(person, q))
        .toSorted(byName)
      const place = cursor === undefined ? null : placeIn(cursor)
      const rest = place === null ? people : people.filter((person) => isBehind(person, place))
      const page = rest.slice(0, limit)
      const last = page.at(-1)
      const titles = titlesOf(readings)
      return {
        collection_id: id,
        profile: registers[0]?.profile.name ?? null,
        documents: readings.length,
        count: people.length,
        people: page.map((person) => personView(person, titles)),
        pending: registers.reduce((sum, { changes }) => sum + changes.length, 0),
        next_cursor: rest.length > page.length && last !== undefined ? cursorOf(last) : null,
      }
    },
  })

/** `GET /api/collections/:id/precedents` */
export const precedentsOperation = ({ register }: Pick<Store, 'register'>) =>
  operation({
    summary: 'What people decided on names of a collection, by id, and who undid it',
    params: Params,
    query: PageQuery,
    response: z.object({ precedents: z.array(PrecedentView), next_cursor: z.string().nullable() }),
    async handle({ tenant, params: { id }, query }) {
      const page = await register.precedents({ tenant_id: tenant, collection_id: id }, query)
      const precedents = page.items.map(({ precedent, revision }) => ({ ...precedent, revision }))
      return { precedents, next_cursor: page.cursor }
    },
  })
