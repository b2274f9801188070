const ENDS = 2

/** Things found again by a word that may be misread: its first or its last two letters are taken to be right. */
export class Shelf<T> {
  readonly #places = new Map<string, T[]>()

  put(word: string, thing: T): void {
    for (const place of placesOf(word)) {
      const there = this.#places.get(place)
      if (there === undefined) this.#places.set(place, [thing])
      else if (!there.includes(thing)) there.push(thing)
    }
  }

  /** Each once, in no order that means anything. */
  near(word: string): T[] {
    return [...new Set(placesOf(word).flatMap((place) => this.#places.get(place) ?? []))]
  }
}

const placesOf = (word: string): string[] => [`${word.slice(0, ENDS)}…`, `…${word.slice(-ENDS)}`]
