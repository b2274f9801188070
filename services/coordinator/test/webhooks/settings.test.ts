import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { ConfigError } from '@colophon/runtime'
import { temporaryFolder } from '@colophon/testkit'
import { checkedAddress, type Address } from '../../src/webhooks/address.ts'
import { signatureOf } from '../../src/webhooks/send.ts'
import { readWebhooks } from '../../src/webhooks/settings.ts'
import { anEvent, endpointTo, put, receiver, rig, SECRET } from './rig.ts'

const GOOD = { name: 'catalogue', url: 'https://hooks.example.org/colophon', secret: SECRET }

function read(t: TestContext, content: unknown): ReturnType<typeof readWebhooks> {
  const path = join(temporaryFolder(t), 'webhooks.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return readWebhooks(path)
}

function problems(t: TestContext, content: unknown): string {
  try {
    read(t, content)
  } catch (thrown) {
    assert.ok(thrown instanceof ConfigError, String(thrown))
    return thrown.problems.join('\n')
  }
  return assert.fail('it was taken')
}

test('a file of endpoints is read with its defaults; without a file there is none', (t) => {
  assert.deepEqual(readWebhooks(undefined), [])
  assert.deepEqual(read(t, { endpoints: [GOOD] }), [
    {
      ...GOOD,
      tenant: 'default',
      kinds: ['task.approved', 'task.rejected', 'job.done'],
      allow_private: false,
      timeout_ms: 10_000,
    },
  ])
})

test('each thing that is wrong with a file is told, without what it holds', (t) => {
  const of = (...endpoints: object[]): string =>
    problems(t, { endpoints: endpoints.map((one) => ({ ...GOOD, ...one })) })
  assert.match(
    of({ url: 'http://hooks.example.org/' }),
    /endpoints\.0 \(catalogue\): url: expected https/,
  )
  assert.match(
    of({ url: 'https://user:pw@hooks.example.org/' }),
    /url: it holds a name or a password/,
  )
  assert.match(
    of({ url: 'https://127.0.0.1/' }),
    /url: it is on this machine or in a private network/,
  )
  assert.match(of({ url: 'ftp://x' }), /expected https/)
  assert.match(of({ url: 'nowhere' }), /url: expected an address/)
  assert.match(of({}, {}), /endpoints\.1 \(catalogue\): name: the tenant has another endpoint/)
  assert.match(of({ name: 'A b' }), /endpoints\.0\.name: expected a-z/)
  assert.match(of({ kinds: ['test'] }), /endpoints\.0\.kinds\.0/)
  assert.match(of({ sercet: 'x' }), /sercet/)
  for (const secret of [
    'tiny-4711',
    'change-me-change-me-change-me-change-me',
    'a'.repeat(40),
    'whsec_c2hvcnQ=',
  ]) {
    const told = of({ secret })
    assert.match(told, /secret/)
    assert.ok(!told.includes(secret), told)
  }
  const broken = problems(t, `{"endpoints": [{"secret": "${SECRET}", }]}`)
  assert.match(broken, /it is not JSON/)
  assert.ok(!broken.includes(SECRET))
  assert.match(problems(t, {}), /endpoints/)
  assert.throws(() => readWebhooks('/nowhere/webhooks.json'), /WEBHOOKS_FILE \/nowhere/)
})

test('a secret in the form of Standard Webhooks is its bytes in base64', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = '{"test": 2432232314}'
  const signature = signatureOf(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)
  assert.equal(signature, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('only public addresses are gone to, whatever a name leads to', async () => {
  const resolveTo = (address: string) => (): Promise<Address[]> =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address, family: address.includes(':') ? 6 : 4 },
    ])
  for (const inside of [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::127.0.0.1',
  ]) {
    assert.equal(await checkedAddress('hooks.example.org', false, resolveTo(inside)), null, inside)
    const literal = inside.includes(':') ? `[${inside}]` : inside
    assert.equal(await checkedAddress(literal, false), null, literal)
    assert.ok(await checkedAddress('hooks.example.org', true, resolveTo(inside)))
  }
  assert.deepEqual(await checkedAddress('hooks.example.org', false, resolveTo('2606:4700::1')), {
    address: '93.184.216.34',
    family: 4,
  })
  for (const name of ['localhost', 'printer', 'db.internal', '127.0.0.1', '[::1]']) {
    const none = (): Promise<Address[]> => assert.fail('it was looked up')
    assert.equal(await checkedAddress(name, false, none), null, name)
  }
})

test('the connection goes to the address that was looked at: a name that leads elsewhere a moment later leads nowhere', async (t) => {
  const target = await receiver(t)
  let asked = 0
  const resolve = (): Promise<Address[]> => {
    asked += 1
    return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }])
  }
  const url = `http://hooks.example.org:${target.port}/`
  const { store, deliver, deliverer, listed } = await rig(t, [endpointTo(url)])
  await put(store, anEvent('one'))
  await deliver(deliverer({ resolve }))
  assert.equal(asked, 1)
  assert.equal(target.arrived[0]?.headers.host, `hooks.example.org:${target.port}`)
  assert.equal((await listed())[0]?.state, 'delivered')
})

test('a public name that leads to this machine is refused before anything is sent', async (t) => {
  const target = await receiver(t)
  const url = `https://hooks.example.org:${target.port}/`
  const { store, deliver, deliverer, listed } = await rig(t, [
    endpointTo(url, { allow_private: false }),
  ])
  const resolve = (): Promise<Address[]> => Promise.resolve([{ address: '127.0.0.1', family: 4 }])
  await put(store, anEvent('one'))
  await deliver(deliverer({ resolve }))
  assert.deepEqual(
    (await listed()).map(({ last }) => last),
    ['refused: not a public address'],
  )
  assert.deepEqual(target.arrived, [])
})
