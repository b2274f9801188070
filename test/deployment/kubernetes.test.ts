import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1'
import { TOPICS, WORKER_CHANNEL } from '@colophon/domain'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler'
import { CronJob } from 'kubernetes-models/batch/v1/CronJob'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { Namespace } from 'kubernetes-models/v1/Namespace'
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim'
import { Service } from 'kubernetes-models/v1/Service'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import { parse, parseAllDocuments } from 'yaml'
import { CONFIGS, PORTS, read, ROOT } from './programs.ts'

const FOLDER = 'infra/k8s'

interface EnvVar {
  name: string
  value?: string
  valueFrom?: { secretKeyRef?: { name: string; key: string } }
}

interface Container {
  name: string
  image: string
  args: string[]
  env?: EnvVar[]
  ports?: { name: string; containerPort: number }[]
  readinessProbe?: { httpGet: { path: string } }
  livenessProbe?: { httpGet: { path: string } }
  resources: { requests: Record<string, string>; limits: Record<string, string> }
  securityContext: unknown
}

interface PodSpec {
  automountServiceAccountToken: boolean
  terminationGracePeriodSeconds?: number
  securityContext: { runAsNonRoot: boolean }
  containers: Container[]
  initContainers?: Container[]
}

interface Resource {
  kind: string
  metadata: { name: string }
  spec: {
    template: { metadata: { labels: Record<string, string> }; spec: PodSpec }
    selector: { matchLabels: Record<string, string> }
    jobTemplate: { spec: { template: { spec: PodSpec } } }
    scaleTargetRef: { name: string }
    triggers: { type: string; metadata: Record<string, string> }[]
    ports: { port: number }[]
  }
  data?: Record<string, string>
}

const kustomization = parse(read(`${FOLDER}/kustomization.yaml`)) as { resources: string[] }
const resources = kustomization.resources.flatMap((file) =>
  parseAllDocuments(read(`${FOLDER}/${file}`)).map((document) => {
    assert.deepEqual([document.errors, document.warnings], [[], []], file)
    return document.toJS() as Resource
  }),
)
const named = (kind: string, name: string): Resource => {
  const found = resources.find((one) => one.kind === kind && one.metadata.name === name)
  assert.ok(found, `there is no ${kind} ${name}`)
  return found
}
const ofKind = (kind: string): Resource[] => resources.filter((one) => one.kind === kind)

/** Schemas of Kubernetes and KEDA, by kind. */
const SCHEMAS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  ...{ ConfigMap, CronJob, Deployment, HorizontalPodAutoscaler, Namespace, NetworkPolicy },
  ...{ PersistentVolumeClaim, PodDisruptionBudget, ScaledObject, Service, StatefulSet },
}

function validate(resource: Resource): void {
  const schema = SCHEMAS[resource.kind]
  assert.ok(schema, `no schema of ${resource.kind}`)
  new schema(resource as never).validate()
}

interface ComposeService {
  command?: string[]
  image?: string
  environment?: Record<string, string>
  stop_grace_period?: string
  deploy?: { resources: { limits: { memory: string; cpus?: string } } }
}
const { services } = parse(read('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as {
  services: Record<string, ComposeService>
}
const serviceOf = (name: string): ComposeService => {
  const found = services[name]
  assert.ok(found, name)
  return found
}

const only = (name: string): { pod: PodSpec; container: Container } => {
  const pod = named('Deployment', name).spec.template.spec
  const [container] = pod.containers
  assert.ok(container && pod.containers.length === 1)
  return { pod, container }
}

const bytesOf = (text: string): number => {
  const [, count = '', unit = ''] = /^(\d+)([kmg]?)i?$/i.exec(text) ?? []
  return Number(count) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase())
}

suite('infra/k8s', () => {
  test('is taken by the schemas of Kubernetes and KEDA, and a fault in it is not', () => {
    for (const resource of resources) validate(resource)
    const broken = structuredClone(named('Deployment', 'coordinator'))
    assert.throws(() => {
      validate({ ...broken, spec: { ...broken.spec, replicas: 'two' } } as Resource)
    })
    const scaled = structuredClone(named('ScaledObject', 'enrichment-worker'))
    assert.throws(() => {
      validate({ ...scaled, spec: { triggers: 'nsq' } } as unknown as Resource)
    })
  })

  test('has every file of the folder in the kustomization', () => {
    const files = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith('.yaml'))
    assert.deepEqual(
      files.filter((name) => name !== 'kustomization.yaml').sort(),
      kustomization.resources.toSorted(),
    )
  })

  test('has the programs of docker-compose.yml and no other', () => {
    const deployed = ofKind('Deployment').map(({ metadata }) => metadata.name)
    assert.deepEqual(deployed.sort(), Object.keys(PORTS).sort())
    assert.equal(ofKind('StatefulSet').length, 2)
    const nsqds = Object.keys(services).filter((name) => /^nsqd-\d$/.test(name)).length
    const lookupds = Object.keys(services).filter((name) => /^nsqlookupd-\d$/.test(name)).length
    const replicas = (name: string): number =>
      (named('StatefulSet', name).spec as unknown as { replicas: number }).replicas
    assert.deepEqual([replicas('nsqd'), replicas('nsqlookupd')], [nsqds, lookupds])
  })

  for (const [name, port] of Object.entries(PORTS)) {
    test(`${name} is run as docker-compose.yml runs it`, () => {
      const { pod, container } = only(name)
      const composed = serviceOf(name)
      assert.deepEqual(container.args, composed.command)
      assert.equal(container.image, 'colophon')
      assert.equal(container.ports?.[0]?.containerPort, port)
      assert.equal(named('Service', name).spec.ports[0]?.port, port)
      assert.equal(container.readinessProbe?.httpGet.path, '/readyz')
      assert.equal(container.livenessProbe?.httpGet.path, '/healthz')
      assert.equal(`${pod.terminationGracePeriodSeconds}s`, composed.stop_grace_period)
      const { memory = '' } = container.resources.limits
      assert.equal(bytesOf(memory), bytesOf(composed.deploy?.resources.limits.memory ?? ''))
    })

    test(`${name} gets settings that it knows, and those that it cannot be without`, () => {
      const { container } = only(name)
      const given = (container.env ?? []).map((one) => one.name)
      const known = Object.keys(CONFIGS[name]?.shape ?? {})
      assert.deepEqual(
        given.filter((each) => !known.includes(each)),
        [],
      )
      const composed = serviceOf(name).environment ?? {}
      // What has no default in docker-compose.yml either.
      const needed = Object.keys(composed).filter(
        (each) => !/^\$\{\w+:?-.*\}$/.test(String(composed[each])) || each === 'ANTHROPIC_API_KEY',
      )
      // A URL that names the models of Compose, and a folder of its host.
      const wanted = needed.filter((each) => !['MODEL_LOCAL', 'IMAGES_DIR'].includes(each))
      assert.deepEqual(
        wanted.filter((each) => !given.includes(each)),
        [],
      )
    })
  }

  test('takes secrets by reference alone', () => {
    const { container } = only('coordinator')
    const byReference = (container.env ?? []).filter(({ valueFrom }) => valueFrom !== undefined)
    assert.deepEqual(byReference.map(({ name }) => name).sort(), [
      'JWT_SECRET',
      'METRICS_TOKEN',
      'STORE_URL',
    ])
    assert.equal(ofKind('Secret').length, 0)
    const settings = Object.keys(named('ConfigMap', 'colophon-settings').data ?? {})
    assert.deepEqual(
      settings.filter((name) => /SECRET|PASSWORD|TOKEN|KEY|STORE_URL/.test(name)),
      [],
    )
  })

  test('locks every container down as Compose does, and bounds it', () => {
    const pods = [
      ...[...ofKind('Deployment'), ...ofKind('StatefulSet')].map(({ spec }) => spec.template.spec),
      named('CronJob', 'backup').spec.jobTemplate.spec.template.spec,
    ]
    for (const pod of pods) {
      assert.equal(pod.automountServiceAccountToken, false)
      assert.equal(pod.securityContext.runAsNonRoot, true)
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        assert.deepEqual(container.securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
        assert.ok(container.resources.limits['memory'] && container.resources.requests['cpu'])
      }
    }
  })

  test('pins the images that are not ours to those of Compose', () => {
    for (const name of ['nsqd', 'nsqlookupd']) {
      const [container] = named('StatefulSet', name).spec.template.spec.containers
      assert.equal(container?.image, serviceOf(`${name}-1`).image)
    }
  })

  test('backs up and drills with the commands of Compose, into the folder that the coordinator reads', () => {
    const pod = named('CronJob', 'backup').spec.jobTemplate.spec.template.spec
    const commands = [...(pod.initContainers ?? []), ...pod.containers].map(({ args }) => args)
    const [program = '', command = ''] = serviceOf('backup').command ?? []
    assert.deepEqual(commands, [
      [program, command],
      [program, 'restore', '--drill'],
    ])
    const folderOf = ({ env = [] }: Container): string | undefined =>
      env.find(({ name }) => name === 'BACKUP_DIR')?.value
    const folders = [...pod.containers, only('coordinator').container].map(folderOf)
    assert.deepEqual(new Set(folders), new Set(['/run/backups']))
  })

  test('scales workers by every topic of the pipeline, and lets everything be drained', () => {
    const { spec } = named('ScaledObject', 'enrichment-worker')
    assert.deepEqual(
      spec.triggers
        .map(({ type, metadata }) => [type, metadata['topic'], metadata['channel']])
        .sort(),
      Object.values(TOPICS)
        .map((topic) => ['nsq', topic, WORKER_CHANNEL])
        .sort(),
    )
    const kept = ofKind('PodDisruptionBudget').map(({ metadata }) => metadata.name)
    const run = [...ofKind('Deployment'), ...ofKind('StatefulSet')].map(
      ({ metadata }) => metadata.name,
    )
    assert.deepEqual(kept.sort(), run.sort())
  })

  test('lets agents reach neither store nor bus, as in Compose', () => {
    for (const { metadata, spec } of ofKind('Deployment')) {
      const { labels } = spec.template.metadata
      const isAgent = metadata.name.endsWith('-agent')
      assert.equal(labels['kind'] === 'agent', isAgent, metadata.name)
      if (isAgent) assert.deepEqual([labels['store'], labels['bus']], [undefined, undefined])
      const composed = serviceOf(metadata.name) as { networks?: string[] }
      for (const [label, network] of [
        ['store', 'data'],
        ['bus', 'bus'],
        ['outside', 'outside'],
      ] as const) {
        const isIn = composed.networks?.includes(network) === true
        assert.equal(labels[label] === 'true', isIn, `${metadata.name} and ${network}`)
      }
    }
  })
})
