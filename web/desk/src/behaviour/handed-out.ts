/** A document that was handed out and is not shown yet. */
export interface HandedOut {
  reviewId: string
  leaseId: string
}

/**
 * What is on its way from the queue to its page. The page that shows it holds it from then on; whoever goes elsewhere
 * before that gives it back, so that nothing is held that nobody sees.
 */
export class OnItsWay {
  readonly #giveBack: (document: HandedOut) => void
  #document: HandedOut | undefined

  constructor(giveBack: (document: HandedOut) => void) {
    this.#giveBack = giveBack
  }

  /** It sets out; what was on its way before is given back. */
  put(document: HandedOut): void {
    this.drop()
    this.#document = document
  }

  /** Its page holds it now. */
  arrived(reviewId: string): void {
    if (this.#document?.reviewId === reviewId) this.#document = undefined
  }

  /** Nobody is on the way to it any more; with an id, only if it is that one. */
  drop(reviewId?: string): void {
    const document = this.#document
    if (document === undefined || (reviewId ?? document.reviewId) !== document.reviewId) return
    this.#document = undefined
    this.#giveBack(document)
  }
}
