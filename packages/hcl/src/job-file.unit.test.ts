// Job files: what they become, what is evaluated, and what is refused with line and column.

import { fieldOf, isJsonObject, type Json } from '@cutover/core'
import { expect, test } from 'vitest'
import { parseJobFile } from './job-file.ts'

async function job(source: string, variables = ''): Promise<Json> {
  const parsed = await parseJobFile({ source, variables })
  return parsed.ok ? parsed.job : parsed.text
}

function at(value: Json, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => {
    if (typeof key === 'number') return Array.isArray(found) ? found[key] : undefined
    return isJsonObject(found) ? fieldOf(found, key) : undefined
  }, value)
}

test('an empty job has a name, and null for everything else', async () => {
  expect(await job('job "x" {}')).toEqual({
    Affinities: null,
    AllAtOnce: null,
    Constraints: null,
    ConsulNamespace: null,
    CreateIndex: null,
    Datacenters: null,
    DispatchIdempotencyToken: null,
    Dispatched: false,
    ID: 'x',
    JobModifyIndex: null,
    Meta: null,
    Migrate: null,
    ModifyIndex: null,
    Multiregion: null,
    Name: 'x',
    Namespace: null,
    NodePool: null,
    NomadTokenID: null,
    ParameterizedJob: null,
    ParentID: null,
    Payload: null,
    Periodic: null,
    Priority: null,
    Region: null,
    Reschedule: null,
    Spreads: null,
    Stable: null,
    Status: null,
    StatusDescription: null,
    Stop: null,
    SubmitTime: null,
    TaskGroups: null,
    Type: null,
    UI: null,
    Update: null,
    VaultNamespace: null,
    Version: null,
    VersionTag: null,
  })
})

const cache = `
variable "image" {
  type    = string
  default = "redis:7"
}
variable "count" { default = 2 }
locals {
  double = var.count * 2
  name   = upper("\${var.image}!")
}
job "cache" {
  datacenters = ["dc1", lower("DC2")]
  type        = "service"
  constraint {
    attribute = "\${attr.kernel.name}"
    value     = "linux"
  }
  constraint {
    distinct_hosts = true
  }
  update {
    max_parallel     = 1
    min_healthy_time = "10s"
  }
  group "web" {
    count = local.double
    network {
      port "http" { to = 80 }
      port "db" { static = 5432 }
    }
    volume "data" {
      type   = "host"
      source = "disk"
    }
    task "app" {
      driver = "docker"
      config {
        image = var.image
        args  = [format("%s-%02d", local.name, 7), true ? "yes" : "no"]
      }
      env {
        ALLOCATION = "\${NOMAD_ALLOC_ID}"
        LITERAL    = "$\${untouched}"
      }
      template {
        data        = "hello"
        destination = "local/hello"
      }
      resources {
        cpu    = 100
        memory = 64
      }
      kill_timeout = "20s"
    }
    task "aside" { driver = "exec" }
  }
  group "api" {
    task "app" { driver = "exec" }
  }
}
`

test('a whole job keeps the order of its file, evaluates what it can, and leaves the rest to the node', async () => {
  const parsed = await job(cache)
  expect(at(parsed, 'Datacenters')).toEqual(['dc1', 'dc2'])
  expect(at(parsed, 'Constraints')).toEqual([
    { LTarget: `\${attr.kernel.name}`, Operand: '=', RTarget: 'linux' },
    { LTarget: '', Operand: 'distinct_hosts', RTarget: '' },
  ])
  expect(at(parsed, 'Update')).toMatchObject({ MaxParallel: 1, MinHealthyTime: 10_000_000_000, Canary: null })
  expect([0, 1].map((n) => at(parsed, 'TaskGroups', n, 'Name'))).toEqual(['web', 'api'])
  const web = at(parsed, 'TaskGroups', 0) ?? null
  expect(web).toMatchObject({ Count: 4, Volumes: { data: { Name: 'data', Source: 'disk', Type: 'host' } } })
  expect(at(web, 'Networks', 0)).toMatchObject({
    DynamicPorts: [{ Label: 'http', To: 80, Value: 0 }],
    ReservedPorts: [{ Label: 'db', Value: 5432 }],
  })
  expect([0, 1].map((n) => at(web, 'Tasks', n, 'Name'))).toEqual(['app', 'aside'])
  expect(at(web, 'Tasks', 0)).toMatchObject({
    Config: { image: 'redis:7', args: ['REDIS:7!-07', 'yes'] },
    Env: { ALLOCATION: `\${NOMAD_ALLOC_ID}`, LITERAL: `\${untouched}` },
    KillTimeout: 20_000_000_000,
    Leader: false,
    Resources: { CPU: 100, MemoryMB: 64, Cores: null },
    Templates: [{ DestPath: 'local/hello', EmbeddedTmpl: 'hello' }],
  })
})

test('variables can be given from outside', async () => {
  expect(at(await job(cache, 'count = 5'), 'TaskGroups', 0, 'Count')).toBe(10)
})

test.each([
  ['job "x" {', 'input.hcl:1,9-10: Unclosed configuration block; There is no closing brace for this block before'],
  ['job "x" {\n  nope = 1\n}', 'input.hcl:2,3-7: Unsupported argument; An argument named "nope" is not expected here.'],
  ['job "x" {\n  type = var.t\n}', 'input.hcl:2,10-15: Unknown variable; There is no variable named "t".'],
  [
    'variable "t" {}\njob "x" {\n  type = var.t\n}',
    'input.hcl:3,10-15: Unset variable "t"; A used variable must be set',
  ],
  [
    'job "x" {\n  type = file("a")\n}',
    'input.hcl:2,10-19: Call to unknown function; There is no function named "file"',
  ],
  [
    'job "x" {\n  priority = "high"\n}',
    'input.hcl:2,3-11: Incorrect attribute value type; Inappropriate value for "priority"',
  ],
  ['job "x" {\n  type = [for a in [1] : a]\n}', 'input.hcl:2,10-28: Expressions of this kind (for) are not evaluated'],
  ['locals {\n  a = local.a\n}\njob "x" {\n  type = local.a\n}', 'input.hcl:2,7-14: Cycle in locals; "a" refers'],
  [
    'job "x" {\n  dynamic "group" {\n  for_each = [1]\n  content {}\n }\n}',
    'input.hcl:2,3-10: Dynamic blocks are not evaluated',
  ],
  ['resource "x" {}', 'input.hcl:1,1-9: Unsupported block type; Blocks of type "resource" are not expected here.'],
  ['', 'input.hcl: Missing job block; A "job" block is required.'],
  ['job "a" {}\njob "b" {}', 'input.hcl:1,1-4: Duplicate job block; Only one job block is allowed.'],
])('%j is refused', async (source, text) => {
  expect(await job(source)).toContain(text)
})
