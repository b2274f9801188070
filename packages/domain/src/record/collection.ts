/** The collection of documents that name none: they have nothing in common. */
export const DEFAULT_COLLECTION = 'default'
