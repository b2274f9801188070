import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { EXAMPLE, INHIBITIONS, renderAlertmanager } from '@colophon/monitoring/alertmanager'
import { ALERTS, type Alert } from '@colophon/monitoring/alerts'
import { findServer, skipWithout, startAlertmanager, temporaryFolder } from '@colophon/testkit'
import { openReceivers, type Receivers } from './receivers.ts'

const INFRA = fileURLToPath(new URL('../../../infra/alertmanager/', import.meta.url))
const skip = skipWithout('amtool', 'alertmanager')
const TIMEOUT_MS = 60_000

const amtool = (...args: readonly string[]): string =>
  execFileSync(findServer('amtool') ?? 'amtool', args, { encoding: 'utf8', stdio: 'pipe' })

const alertNamed = (name: string): Alert => {
  const found = ALERTS.find((alert) => alert.name === name)
  assert.ok(found, name)
  return found
}

interface Posting {
  labels: Record<string, string>
  annotations: Record<string, string>
  endsAt?: string
}

/** The alert as Prometheus sends it. */
function posting(name: string, labels: Record<string, string> = {}, summary = 'it is so'): Posting {
  const { severity, owner, service, description, runbook, dashboardUid } = alertNamed(name)
  return {
    labels: { alertname: name, severity, owner, service, environment: 'test', ...labels },
    annotations: {
      summary,
      description,
      runbook_url: `https://docs.test/${runbook}`,
      dashboard_url: `https://grafana.test/d/${dashboardUid}`,
    },
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + TIMEOUT_MS
  while (!holds()) {
    assert.ok(Date.now() < end, `${what} did not come`)
    await sleep(100)
  }
}

async function started(t: TestContext) {
  const receivers = await openReceivers(t)
  const secrets = temporaryFolder(t)
  writeFileSync(join(secrets, 'pagerduty_key'), 'a-key')
  writeFileSync(join(secrets, 'slack_url'), `${receivers.url}/slack`)
  const config = renderAlertmanager({
    ...EXAMPLE,
    secrets,
    templates: `${INFRA}templates/*.tmpl`,
    email: { ...EXAMPLE.email, smarthost: receivers.smtp, tls: false },
    deadManUrl: `${receivers.url}/deadman`,
    pagerdutyUrl: `${receivers.url}/pagerduty/v2/enqueue`,
    waits: { group: '1s', interval: '1s' },
  })
  const { url } = await startAlertmanager(t, { config })
  const post = async (...alerts: Posting[]): Promise<void> => {
    const body = JSON.stringify(alerts)
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body })
    assert.equal(status, 200)
  }
  return { receivers, post }
}

interface SlackBody {
  channel: string
  attachments: { title: string; text: string; color: string; title_link?: string }[]
}
const slacked = ({ posted }: Receivers) =>
  posted
    .filter(({ path }) => path === '/slack')
    .flatMap(({ body }) => (body as unknown as SlackBody).attachments)
const paged = ({ posted }: Receivers) =>
  posted
    .filter(({ path }) => path.startsWith('/pagerduty'))
    .map(
      ({ body }) =>
        body as {
          event_action: string
          routing_key: string
          payload: { summary: string; custom_details: { alerts: string } }
        },
    )

suite('alertmanager.yml', { skip }, () => {
  test('amtool finds nothing wrong with it, nor with its templates', () => {
    const printed = amtool('check-config', join(INFRA, 'alertmanager.yml'))
    assert.match(printed, /1 templates\s+SUCCESS/)
  })

  test('every alert goes where its severity says', () => {
    const file = join(INFRA, 'alertmanager.yml')
    const ways = { page: 'page', ticket: 'ticket', none: 'deadman' } as const
    const groups = Map.groupBy(ALERTS, ({ severity, group }) => `${severity} ${group}`)
    for (const [alert] of groups.values()) {
      assert.ok(alert)
      const labels = [`alertname=${alert.name}`, `severity=${alert.severity}`, 'service=x']
      const way = amtool('config', 'routes', 'test', `--config.file=${file}`, ...labels)
      assert.equal(way.trim(), ways[alert.severity], alert.name)
    }
    const unknown = amtool('config', 'routes', 'test', `--config.file=${file}`, 'alertname=New')
    assert.equal(unknown.trim(), 'ticket')
  })

  test('a page is hidden by another page alone', () => {
    const by = INHIBITIONS.flatMap(({ by: causes, hides }) =>
      causes.flatMap((cause) => hides.map((hidden) => [cause, hidden] as const)),
    )
    const odd = by.filter(
      ([cause, hidden]) =>
        alertNamed(hidden).severity === 'page' && alertNamed(cause).severity !== 'page',
    )
    assert.deepEqual(odd, [])
  })
})

suite('what people get of it', { skip }, () => {
  test('a page calls by PagerDuty and Slack, says what to do, and what comes of it is kept back', async (t) => {
    const { receivers, post } = await started(t)
    const page = posting(
      'JobsNotProgressing',
      {},
      '12 documents wait, and none has ended for 15 min',
    )
    await post(page, posting('OldestJobTooOld'), posting('BacklogGrowing'))
    await until('the page', () => paged(receivers).length > 0 && slacked(receivers).length > 0)
    const [call] = paged(receivers)
    assert.equal(call?.event_action, 'trigger')
    assert.equal(call.routing_key, 'a-key')
    assert.equal(
      call.payload.summary,
      'PAGE: JobsNotProgressing (enrichment-worker): 12 documents wait, and none has ended for 15 min',
    )
    const lines = call.payload.custom_details.alerts
    assert.match(
      lines,
      /^12 documents wait.*\nsince \d{4}-\d\d-\d\d \d\d:\d\d UTC, test, for operations$/m,
    )
    assert.match(lines, /First: see whether workers run/)
    assert.match(
      lines,
      /^Runbook: https:\/\/docs\.test\/runbook\/alerts\/pipeline\.md#jobsnotprogressing$/m,
    )
    assert.match(lines, /^Dashboard: https:\/\/grafana\.test\/d\/colophon-throughput$/m)
    const [shown] = slacked(receivers)
    assert.equal(shown?.title, call.payload.summary)
    assert.equal(shown.color, 'danger')
    assert.equal(shown.text, lines)

    await post({ ...page, endsAt: new Date().toISOString() })
    await until('its end', () => paged(receivers).some((each) => each.event_action === 'resolve'))
    await until('its end', () => slacked(receivers).some(({ title }) => title.startsWith('OVER')))
    const over = slacked(receivers).find(({ title }) => title.startsWith('OVER'))
    assert.equal(over?.title, 'OVER: JobsNotProgressing (enrichment-worker)')
    assert.match(over.text, /^Over: 12 documents wait/)
    // Kept back while the page was there, and told of since it is not.
    await until('what is left', () => receivers.mails.length === 2)
    const titles = slacked(receivers).map(({ title }) => title)
    const first = titles.findIndex((title) => title.startsWith('TICKET'))
    assert.ok(first > titles.findIndex((title) => title.startsWith('PAGE')))
    assert.equal(paged(receivers).length, 2)
  })

  test('a ticket comes by Slack and mail, once for all instances, and calls nobody', async (t) => {
    const { receivers, post } = await started(t)
    await post(
      posting('WorkerDown', { instance: 'a' }, 'the worker a does not answer'),
      posting('WorkerDown', { instance: 'b' }, 'the worker b does not answer'),
      posting('EventLoopLag', { instance: 'a' }),
    )
    await until('the ticket', () => receivers.mails.length > 0 && slacked(receivers).length > 0)
    const [mail = ''] = receivers.mails
    assert.match(mail, /^Subject: TICKET: WorkerDown \(enrichment-worker\), 2 times$/m)
    assert.match(mail, /^To: oncall@example\.org$/m)
    assert.match(mail, /the worker a does not answer[^]*the worker b does not answer/)
    assert.match(mail, /Runbook: https:\/\/docs\.test\/runbook\/alerts\/pipeline\.md/)
    // Of the instance that is down nothing else is said.
    await sleep(1_500)
    assert.deepEqual(
      slacked(receivers).map(({ title }) => title),
      ['TICKET: WorkerDown (enrichment-worker), 2 times'],
    )
    assert.deepEqual(paged(receivers), [])
  })

  test('the watchdog asks the dead man, and nobody else', async (t) => {
    const { receivers, post } = await started(t)
    await post(posting('Watchdog'))
    await until('the watchdog', () => receivers.posted.length > 0)
    assert.deepEqual(
      receivers.posted.map(({ path }) => path),
      ['/deadman'],
    )
    assert.deepEqual(receivers.mails, [])
  })
})

suite('start.sh', { skip }, () => {
  /** What it would start Alertmanager with, having these secrets. */
  function startedWith(
    t: TestContext,
    secrets: Record<string, string>,
    env: NodeJS.ProcessEnv = {},
  ) {
    const folder = temporaryFolder(t)
    const config = join(folder, 'alertmanager.yml')
    const alertmanager = join(folder, 'alertmanager')
    mkdirSync(join(folder, 'secrets'))
    for (const [name, text] of Object.entries(secrets))
      writeFileSync(join(folder, 'secrets', name), text)
    writeFileSync(alertmanager, '#!/bin/sh\necho "$@"\n')
    chmodSync(alertmanager, 0o755)
    const { stdout, stderr, status } = spawnSync(
      'sh',
      [join(INFRA, 'start.sh'), '--log.level=info'],
      {
        encoding: 'utf8',
        env: {
          ...{ PATH: process.env['PATH'], ...env },
          ...{ ALERTING_SECRETS: join(folder, 'secrets'), ALERTMANAGER: alertmanager },
          ALERTMANAGER_CONFIG: config,
        },
      },
    )
    assert.equal(status, 0, stderr)
    assert.equal(stdout.trim(), `--config.file=${config} --log.level=info`)
    assert.match(amtool('check-config', config), /SUCCESS/)
    return { text: readFileSync(config, 'utf8'), said: stderr }
  }

  test('without any secret Alertmanager starts, and it is said who is not told', (t) => {
    const { text, said } = startedWith(t, {})
    assert.doesNotMatch(text, /_configs/)
    assert.deepEqual(
      [...said.matchAll(/nobody is told by (\w+)/g)].map(([, who]) => who),
      ['pagerduty', 'slack', 'email', 'webhook'],
    )
  })

  test('who has a secret is told, at the addresses of the installation', (t) => {
    const { text, said } = startedWith(
      t,
      {
        slack_url: 'https://hooks.test/T/B/X',
        smtp_password: 'secret',
        deadman_url: 'https://ping.test/a&b',
      },
      {
        ALERT_EMAIL_TO: 'night@test',
        ALERT_EMAIL_FROM: 'me@test',
        ALERT_SMTP: 'mail.test:465',
        ALERT_SLACK_CHANNEL: '#night',
      },
    )
    assert.match(said, /nobody is told by pagerduty/)
    assert.doesNotMatch(text, /pagerduty_configs|example\.org|colophon-alerts|hooks\.test|: secret/)
    for (const part of [
      'to: night@test',
      'auth_username: me@test',
      'mail.test:465',
      'https://ping.test/a&b',
    ])
      assert.ok(text.includes(part), part)
    assert.equal([...text.matchAll(/channel: "#night"/g)].length, 2)
    assert.match(text, new RegExp(`${INFRA}templates/\\*\\.tmpl`))
  })
})
