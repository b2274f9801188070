/** Kinds by which lists of names tell places apart. */
export type PlaceKind = 'city' | 'country' | 'region' | 'building' | 'other'

/** The same of bodies. */
export type BodyKind = 'institution' | 'company' | 'government' | 'religious' | 'other'
