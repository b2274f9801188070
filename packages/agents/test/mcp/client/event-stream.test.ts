import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createEventReader } from '../../../src/mcp/client/event-stream.ts'

const read = (pieces: readonly string[]): string[] => {
  const events: string[] = []
  const take = createEventReader((data) => events.push(data))
  for (const piece of pieces) take(piece)
  return events
}

test('events arrive whole, comments and other fields do not', () => {
  const stream =
    ': keepalive\n\nevent: message\nid: 4\ndata: {"a":1}\n\ndata:b\n\ndata: c\ndata: d\n\n'
  assert.deepEqual(read([stream]), ['{"a":1}', 'b', 'c\nd'])
  assert.deepEqual(read([stream.replaceAll('\n', '\r\n')]), ['{"a":1}', 'b', 'c\nd'])
})

test('an event that has not ended is none', () => {
  assert.deepEqual(read(['data: a\n\ndata: b\n']), ['a'])
})

test('wherever the stream is cut, the events are the same', () => {
  const stream = 'data: one\n\n: ping\n\ndata: {"two":"é😀"}\r\n\r\nevent: x\ndata: three\n\n'
  const cuts = fc.array(fc.nat(stream.length), { maxLength: 8 })
  fc.assert(
    fc.property(cuts, (at) => {
      const ends = [...new Set([...at, stream.length])].toSorted((a, b) => a - b)
      const pieces = ends.map((end, i) => stream.slice(ends[i - 1] ?? 0, end))
      assert.deepEqual(read(pieces), ['one', '{"two":"é😀"}', 'three'])
    }),
  )
})
