// Run by mongosh on every start: makes the replica set and the application's user, or leaves them as they are. A changed
// password of the application is taken over; the root password is the one of the first start.
/* global Mongo, print, quit, require, sleep */
const { readFileSync } = require('node:fs')

const SET = 'rs0'
const MEMBERS = ['mongo-1:27017', 'mongo-2:27017', 'mongo-3:27017']
const DATABASE = 'colophon'
const USER = 'colophon'
// Reading and writing its own database and the one for restore drills, with the indexes there: no other, no users, no
// settings.
const ROLES = [DATABASE, `${DATABASE}_drill`].map((db) => ({ role: 'readWrite', db }))

const ATTEMPTS = 60
const PAUSE_MS = 2_000

const secret = (name) => readFileSync(`/run/secrets/${name}`, 'utf8').trim()

function open(hosts, options) {
  const root = `root:${encodeURIComponent(secret('mongo_root_password'))}`
  return new Mongo(`mongodb://${root}@${hosts}/admin?serverSelectionTimeoutMS=5000&${options}`)
}

function isInitiated(first) {
  try {
    first.adminCommand({ replSetGetStatus: 1 })
    return true
  } catch (error) {
    if (error.codeName === 'NotYetInitialized') return false
    throw error
  }
}

function ensureReplicaSet() {
  // A member that belongs to no set yet is reached directly only.
  const first = open(MEMBERS[0], 'directConnection=true').getDB('admin')
  if (isInitiated(first)) return
  const members = MEMBERS.map((host, _id) => ({ _id, host }))
  first.adminCommand({ replSetInitiate: { _id: SET, members } })
  print('replica set initiated')
}

function ensureUser() {
  const database = open(MEMBERS.join(','), `replicaSet=${SET}`).getDB(DATABASE)
  const account = { pwd: secret('mongo_app_password'), roles: ROLES }
  if (database.getUser(USER) === null) database.createUser({ user: USER, ...account })
  else database.updateUser(USER, account)
}

let trouble = ''
for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
  try {
    ensureReplicaSet()
    ensureUser()
    trouble = ''
    break
  } catch (error) {
    // Members that still start, or elect their primary. The message is not shown: it may hold the URL with its password.
    trouble = error.codeName ?? error.name
    sleep(PAUSE_MS)
  }
}
print(trouble === '' ? 'replica set and user are ready' : `not ready: ${trouble}`)
quit(trouble === '' ? 0 : 1)
