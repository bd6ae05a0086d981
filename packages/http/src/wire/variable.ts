// A variable on the wire: with its items, or without them as lists show it. Rules: client-surface §1.4.

import { type Variable, zero } from '@cutover/core'
import type { Wire } from './encode.ts'
import { nanos } from './time.ts'

/** What lists show of a variable. */
export type VariableStub = {
  readonly CreateIndex: number
  readonly CreateTime: number | bigint
  readonly ModifyIndex: number
  readonly ModifyTime: number | bigint
  readonly Namespace: string
  readonly Path: string
}

type Shown = Pick<Variable, 'namespace' | 'path' | 'createIndex' | 'modifyIndex'> &
  Partial<Pick<Variable, 'createTime' | 'modifyTime'>>

/** A variable without its items. */
export function wireVariableStub(variable: Shown): VariableStub {
  const { namespace, path, createIndex, modifyIndex, createTime = zero, modifyTime = zero } = variable
  return {
    CreateIndex: createIndex,
    CreateTime: nanos(createTime),
    ModifyIndex: modifyIndex,
    ModifyTime: nanos(modifyTime),
    Namespace: namespace,
    Path: path,
  }
}

/** A variable with its items. */
export function wireVariable(variable: Variable): Wire {
  const { CreateIndex, CreateTime, ...stub } = wireVariableStub(variable)
  return { CreateIndex, CreateTime, Items: variable.items, ...stub }
}
