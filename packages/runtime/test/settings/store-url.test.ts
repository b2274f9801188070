import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStoreUrl } from '@colophon/runtime/settings'

const refused = (url: string, environment: string): void => {
  assert.throws(
    () => assertStoreUrl(url, environment),
    (thrown: Error & { code?: string }) =>
      thrown.code === 'config.insecure' &&
      thrown.message.startsWith('STORE_URL ') &&
      !/[\n]/.test(thrown.message) &&
      !thrown.message.includes('db.example.org'),
    `${url} in ${environment}`,
  )
}

test('a file, and a database that asks for a password, are good everywhere', () => {
  for (const url of [
    'sqlite:./data/colophon.db',
    'sqlite::memory:',
    'mongodb://colophon:pa%40ss@db.example.org/colophon',
    'mongodb://colophon:pass@a:27017,b:27017/colophon?replicaSet=rs0',
    'mongodb+srv://colophon:pass@db.example.org/colophon',
    'mongodb://db.example.org/?authMechanism=MONGODB-X509&tls=true',
  ]) {
    for (const environment of ['production', 'development', 'test', '']) {
      assert.equal(assertStoreUrl(url, environment), url)
    }
  }
})

test('a database without a password is for development, on this machine', () => {
  for (const url of [
    'mongodb://127.0.0.1:27017/colophon',
    'mongodb://localhost',
    'mongodb://[::1]:27017/colophon',
    'mongodb://localhost:27017,localhost:27018/?replicaSet=rs0',
  ]) {
    assert.equal(assertStoreUrl(url, 'development'), url)
    assert.equal(assertStoreUrl(url, 'test'), url)
    refused(url, 'production')
    refused(url, 'Development')
    refused(url, '')
  }
})

test('a database elsewhere without a password is refused in development too', () => {
  for (const url of [
    'mongodb://db.example.org/colophon',
    'mongodb://mongo:27017/colophon',
    'mongodb://localhost:27017,db.example.org:27017/colophon',
    'mongodb://user@db.example.org/colophon',
    'mongodb://:@db.example.org/colophon',
    'mongodb://db.example.org/a@b',
    'MONGODB://db.example.org/colophon',
    'mongodb+srv://db.example.org',
    'mongodb://localhost.example.org/',
    'mongodb://',
  ]) {
    refused(url, 'development')
    refused(url, 'production')
  }
})
