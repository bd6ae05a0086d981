// Bodies are decoded as Go's decoder does: keys whatever their case, strict types, the decoder's error texts.

import { describe, expect, it } from 'vitest'
import { registerBlock } from '../job-fields/job.ts'
import { readBody } from './body-text.ts'
import { type Decoded, decodeBody, nullElement } from './decode.ts'

function decode(text: string): Decoded {
  const read = readBody(text)
  return read.ok ? decodeBody(read.body, registerBlock) : read
}

const job = (members: string): string => `{"Job":{${members}}}`
const into = 'json: cannot unmarshal'

describe('what is no JSON', () => {
  it.each([
    ['', 'Request body is empty'],
    [' ', 'EOF'],
    ['{', 'unexpected EOF'],
    ['hello', "invalid character 'h' looking for beginning of value"],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['[1 2]', "invalid character '2' after array element"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['nope', "invalid character 'o' in literal null (expecting 'u')"],
  ])('%j is refused', (text, why) => expect(decode(text)).toEqual({ ok: false, text: why }))
})

describe('a value of the wrong type', () => {
  it.each([
    ['[]', `${into} array into Go value of type api.JobRegisterRequest`],
    [job('"Priority":5e1'), `${into} number 5e1 into Go struct field Job.Job.Priority of type int`],
    [job('"Priority":"5"'), `${into} string into Go struct field Job.Job.Priority of type int`],
    [job('"Version":-1'), `${into} number -1 into Go struct field Job.Job.Version of type uint64`],
    [
      job('"Spreads":[{"Weight":128}]'),
      `${into} number 128 into Go struct field Spread.Job.Spreads.Weight of type int8`,
    ],
    [job('"TaskGroups":[[]]'), `${into} array into Go struct field Job.Job.TaskGroups of type api.TaskGroup`],
    [job('"TaskGroups":{}'), `${into} object into Go struct field Job.Job.TaskGroups of type []*api.TaskGroup`],
    [job('"Meta":{"a":1}'), `${into} number into Go struct field Job.Job.Meta of type string`],
    [job('"Payload":"?"'), 'illegal base64 data at input byte 0'],
    [
      job('"Update":{"Stagger":"30s"}'),
      `${into} string into Go struct field UpdateStrategy.Job.Update.Stagger of type time.Duration`,
    ],
    [job('"Stable":1,"Priority":[]'), `${into} number into Go struct field Job.Job.Stable of type bool`],
  ])('%s', (text, why) => expect(decode(text)).toEqual({ ok: false, text: why }))
})

describe('what is understood', () => {
  it.each([
    ['keys whatever their case', '{"jOB":{"id":"a"}}', { ID: 'a' }],
    ['the last spelling of a key', job('"ID":"a","id":"b"'), { ID: 'b' }],
    ['members of a block that is given twice', '{"Job":{"ID":"a"},"job":{"Name":"b"}}', { ID: 'a', Name: 'b' }],
    ['null as absent', job('"ID":null,"Meta":null'), {}],
    ['no unknown keys', job('"Nope":[{}],"ID":"a"'), { ID: 'a' }],
    [
      'null as an empty text among texts',
      job('"Meta":{"a":null},"Datacenters":[null]'),
      { Meta: { a: '' }, Datacenters: [''] },
    ],
    ['nothing behind the first value', `${job('"ID":"a"')}{}`, { ID: 'a' }],
    ['a lone surrogate as the replacement character', job('"ID":"\\ud800x"'), { ID: '\ufffdx' }],
    ['bytes as numbers', job('"Payload":[104,105]'), { Payload: 'aGk=' }],
    ['integers beyond a double', job('"Version":18446744073709551615'), { Version: 18_446_744_073_709_551_615n }],
  ])('%s', (_, text, sent) => expect(decode(text)).toEqual({ ok: true, value: { Job: sent } }))

  it('refuses a null among blocks, at which Nomad gives no answer', () => {
    expect(decode(job('"TaskGroups":[null]'))).toEqual({ ok: false, text: nullElement })
  })
})
