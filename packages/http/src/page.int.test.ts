// The page beside the API: what lies in its folder is served with its type, and nothing else is.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initialState } from '@cutover/core'
import { afterAll, describe, expect, test } from 'vitest'
import type { Api } from './api.ts'
import { handle } from './handle.ts'
import { readPage } from './page.ts'
import { readQuery } from './request.ts'
import { serve } from './small-server.fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'cutover-page-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
writeFileSync(join(folder, 'secret.txt'), 'secret')
writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>')
writeFileSync(join(folder, 'page', 'assets', 'a.js'), 'go()')
writeFileSync(join(folder, 'page', 'assets', 'a.css'), 'p {}')

const page = await readPage(join(folder, 'page'))
const { api } = await serve(initialState('page'))

async function answerTo(path: string, method = 'GET', served: Api = { ...api, page }): Promise<readonly unknown[]> {
  const { signal } = new AbortController()
  const request = { method, path, query: readQuery(''), headers: new Map<string, string>(), body: '', signal }
  const { status, headers, body } = await handle(served, request)
  return [status, headers['Content-Type'] ?? headers['Location'], body]
}

describe('a page is served', () => {
  test.each([
    ['/ui/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/ui/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/ui/assets/a.js', 'text/javascript; charset=utf-8', 'go()'],
    ['/ui/assets/a.css', 'text/css; charset=utf-8', 'p {}'],
  ])('%s', async (path, type, text) => {
    expect(await answerTo(path)).toEqual([200, type, text])
  })

  test('and led to', async () => {
    expect((await answerTo('/')).slice(0, 2)).toEqual([307, 'text/html; charset=utf-8'])
    expect((await answerTo('/ui'))[0]).toBe(307)
  })
})

test.each([
  '/ui/nothing',
  '/ui/../secret.txt',
  '/ui/..%2fsecret.txt',
  '/ui/%2e%2e/secret.txt',
  '/ui/assets/../../secret.txt',
  '/ui/assets',
  '/ui//index.html',
  '/ui/constructor',
])('nothing lies at %s', async (path) => {
  const [status, , text] = await answerTo(path)
  expect([status, text]).toEqual([404, ''])
})

test('it is only read', async () => {
  expect((await answerTo('/ui/', 'POST'))[0]).toBe(405)
})

test('without a page nothing changes', async () => {
  expect((await answerTo('/ui/', 'GET', api))[0]).toBe(404)
})

test('a folder without a page is none', async () => {
  await expect(readPage(join(folder, 'page', 'assets'))).rejects.toThrow('no index.html')
  await expect(readPage(join(folder, 'nowhere'))).rejects.toThrow('ENOENT')
})
