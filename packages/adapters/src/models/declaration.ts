/** Settings that hold what a provider asks for beside the URL of a model. */
export const PROVIDER_KEYS = ['ANTHROPIC_API_KEY'] as const
export type ProviderKey = (typeof PROVIDER_KEYS)[number]
export type ProviderKeys = Partial<Record<ProviderKey, string | undefined>>

/** A provider's word of itself: known without its driver. Nothing else in the product knows one by name. */
export interface ProviderDeclaration {
  /** In usage, the ledger, metrics and messages. */
  readonly name: string
  /** The scheme of the URLs that name its models, with the colon. */
  readonly scheme: string
  /** The setting without which none of its models can be opened. A key is never part of a URL. */
  readonly needs: ProviderKey | null
  /** Whether it sends a bill. A model of such a provider that has no price is refused when it is opened. */
  readonly paid: boolean
  /** What its file of prices holds. A change of price is a new row with its first day, never an edit of an old one. */
  readonly prices: unknown
  /** How provenance names one of its models, as the source of a value. */
  readonly sourceOf: (model: string) => string
}
