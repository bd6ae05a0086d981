// The language in which the fields of a job document are described: name, kind, default. One description serves
// decoding what a client sent, filling in defaults, and completing documents whose absent fields are zero. Rules:
// semantics/4 §1.2, §1.5.

import type { Json } from '../json.ts'

/** What a field holds. `any` is carried as it is, `bytes` is base64 text. */
export type Kind = 'text' | 'flag' | 'integer' | 'any' | 'bytes' | 'list' | 'map' | 'block'

/** One field of a block. */
export interface Field {
  readonly kind: Kind
  /** The type's name in the decoder's error texts. */
  readonly type: string
  /** The stored value when the client sent none, or `null`. A block given as `{}` is filled with its own defaults. */
  readonly initial: Json
  /** The stored value of a document in which absent means zero. */
  readonly zero: Json
  /** What a list or a map holds. */
  readonly element?: Field
  /** What a block holds. */
  readonly block?: Block
  /** An empty list or map stays as it is; otherwise it becomes `null`. */
  readonly keepsEmpty?: boolean
  /** An empty text or a zero counts as absent. */
  readonly emptyIsAbsent?: boolean
  /** A `null` in a list of these ends the request in Nomad. */
  readonly pointer?: boolean
  /**
   * `sent` fields are accepted and not stored, `stored` ones stored and not accepted, `reset` ones accepted and stored
   * empty.
   */
  readonly only?: 'sent' | 'stored' | 'reset'
  /** The key under which it is stored, where that is not the key under which it is sent. */
  readonly storedAs?: string
}

/** A kind of object: its name in error texts, its fields in Nomad's order. `T` is its typed view when stored. */
export interface Block<T = unknown> {
  readonly name: string
  readonly fields: Readonly<Record<string, Field>>
  /** Fields that are empty are left out. */
  readonly omitsEmpty?: boolean
  /** Never there: it ties the description to the typed view. */
  readonly view?: T
}

export function block<T>(name: string, fields: Readonly<Record<string, Field>>): Block<T> {
  return { name, fields }
}

export function text(initial = ''): Field {
  return { kind: 'text', type: 'string', initial, zero: '' }
}

export function flag(initial: boolean | null = false): Field {
  return { kind: 'flag', type: 'bool', initial, zero: initial === null ? null : false }
}

export function integer(initial: number | null = 0, type = 'int'): Field {
  return { kind: 'integer', type, initial, zero: initial === null ? null : 0 }
}

/** Nanoseconds. */
export function duration(initial: number | null = 0): Field {
  return integer(initial, 'time.Duration')
}

export function any(): Field {
  return { kind: 'any', type: 'interface {}', initial: null, zero: null }
}

export function bytes(): Field {
  return { kind: 'bytes', type: '[]uint8', initial: null, zero: null }
}

export function list(element: Field): Field {
  return { kind: 'list', type: `[]${element.pointer ? '*' : ''}${element.type}`, initial: null, zero: null, element }
}

export function map(element: Field): Field {
  const type = `map[string]${element.pointer ? '*' : ''}${element.type}`
  return { kind: 'map', type, initial: null, zero: null, element }
}

export function texts(): Field {
  return list(text())
}

/** A block that is `null` when absent. */
export function maybe(of: Block): Field {
  return { kind: 'block', type: `api.${of.name}`, initial: null, zero: null, block: of, pointer: true }
}

/** A block that has its defaults when absent. */
export function always(of: Block): Field {
  return { ...maybe(of), initial: {} }
}

/** A block that is never `null`, not even in a document in which absent means zero. */
export function value(of: Block): Field {
  return { ...always(of), zero: {}, pointer: false }
}

export function blocks(of: Block): Field {
  return list(maybe(of))
}

/** Keeps an empty list or map. */
export function keptEmpty(field: Field): Field {
  return { ...field, keepsEmpty: true }
}

/** A list that is there even when nothing was sent. */
export function neverNull(field: Field): Field {
  return { ...field, keepsEmpty: true, initial: [], zero: [] }
}

/** Takes an empty text or a zero for absent. */
export function unlessEmpty(field: Field): Field {
  return { ...field, emptyIsAbsent: true }
}

export function sentOnly(field: Field): Field {
  return { ...field, only: 'sent' }
}

export function storedOnly(field: Field): Field {
  return { ...field, only: 'stored' }
}

export function reset(field: Field): Field {
  return { ...field, only: 'reset' }
}

/** The same fields with zero for every default. */
export function zeroed<T>(of: Block<T>): Block<T> {
  const fields = Object.entries(of.fields).map(([name, field]) => [name, { ...field, initial: field.zero }])
  return { ...of, fields: Object.fromEntries(fields) }
}
