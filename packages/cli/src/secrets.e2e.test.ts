// Secrets stay where they were given: no line that a server or a command prints holds one, the kept answers to keyed requests included.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addressOf, inDirectory, run, start } from './command.fixture.ts'

const secret = '7c1f6a34-5d2e-4b8f-9a60-3e5d7c9b1a24'

test('neither the output of a server nor what is read from its directory holds the secret of a token', async () => {
  await inDirectory(async (directory) => {
    const data = join(directory, 'data')
    const server = start('serve', '--port', '0', '--nodes', '0', '--acl', '--data-dir', data)
    const url = await addressOf(server)
    const put = async (path: string, body: object | string, key = ''): Promise<string> => {
      const headers = { 'X-Nomad-Token': secret, ...(key === '' ? {} : { 'Idempotency-Key': key }) }
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return (await fetch(`${url}${path}`, { method: 'PUT', headers, body: text })).text()
    }
    expect(await put('/v1/acl/bootstrap', { BootstrapSecret: secret })).toContain(secret)
    const made = await put('/v1/acl/token', { Name: 'deployer', Type: 'management' }, 'made')
    const { SecretID }: { readonly SecretID: string } = JSON.parse(made)
    expect(await put('/v1/acl/token', { Name: 'deployer', Type: 'management' }, 'made')).toBe(made)
    await put('/v1/jobs', `{"Job": ${secret}`)
    await put(`/v1/job/${secret}/plan`, { Job: { ID: secret } })
    server.process.kill('SIGTERM')
    const printed = [await server.ended]
    for (const command of ['replay', 'state']) printed.push(await run([command, data]))
    for (const { out, err, code } of printed) {
      expect([code, out.length > 0]).toEqual([0, true])
      for (const hidden of [secret, SecretID]) expect(`${out}${err}`).not.toContain(hidden)
    }
  })
})
