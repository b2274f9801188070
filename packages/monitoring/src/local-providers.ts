/** Providers whose models run on machines of one's own: where questions wait, more of those machines help. */
export const LOCAL_PROVIDERS: readonly string[] = ['ollama']
