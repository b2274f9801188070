/**
 * The groups of files that reach each other by what they import, each sorted: files of one group can only be understood,
 * moved and loaded together. Tarjan's strongly connected components, without recursion.
 */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = []
  const number = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()

  const enter = (file: string): Iterator<string, undefined> => {
    number.set(file, number.size)
    lowest.set(file, number.size - 1)
    open.push(file)
    isOpen.add(file)
    return (imports.get(file) ?? []).values()
  }
  const lower = (file: string, to: number | undefined): void => {
    lowest.set(file, Math.min(lowest.get(file) ?? 0, to ?? Infinity))
  }
  const leave = (file: string): void => {
    if (lowest.get(file) !== number.get(file)) return
    const group = open.splice(open.indexOf(file))
    for (const member of group) isOpen.delete(member)
    const importsItself = imports.get(file)?.includes(file) === true
    if (group.length > 1 || importsItself) circles.push(group.sort())
  }

  for (const start of imports.keys()) {
    if (number.has(start)) continue
    const path = [{ file: start, rest: enter(start) }]
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const { value: next } = at.rest.next()
      if (next === undefined) {
        path.pop()
        leave(at.file)
        const before = path.at(-1)
        if (before !== undefined) lower(before.file, lowest.get(at.file))
      } else if (!number.has(next)) path.push({ file: next, rest: enter(next) })
      else if (isOpen.has(next)) lower(at.file, number.get(next))
    }
  }
  return circles.sort()
}
