import { z } from 'zod'

/**
 * What letters are about, several at once:
 *
 * - `family`: kin and households, births, betrothals and marriages
 * - `health`: illness, cures, how somebody is
 * - `death`: a death, mourning, a burial
 * - `money`: payments, debts, fees, pensions
 * - `trade`: goods ordered, sent, bought and sold
 * - `land`: land grants, settling, houses and moving
 * - `government`: offices and appointments, laws, petitions
 * - `war`: battles, troops, rebellion and peace
 * - `literature`: books and plays, their writing, printing and performance
 * - `scholarship`: universities, academies, examinations, science
 * - `travel`: journeys, arrivals and meetings planned
 * - `society`: visits, introductions, gifts, acquaintances
 */
export const Subject = z.enum([
  'family',
  'health',
  'death',
  'money',
  'trade',
  'land',
  'government',
  'war',
  'literature',
  'scholarship',
  'travel',
  'society',
])
export type Subject = z.infer<typeof Subject>

/** What records of earlier versions have: they are kept, and nothing gives them any more. */
export const FormerSubject = z.enum([
  'correspondence',
  'administrative',
  'business_transaction',
  'personal_matters',
  'organizational_management',
  'spiritual_practice',
  'educational_content',
  'event_invitation',
  'travel_logistics',
  'historical_documentation',
])
