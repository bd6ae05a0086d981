// Whether a group could run on a node at all, whatever is free there: drivers, constraints, distinctness.
// The texts are those of Nomad's `ConstraintFiltered`. Rules: semantics/2 §3.1 step 7, semantics/4 §5.7.

import type { Allocation } from '../entities/allocation.ts'
import { jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { ConstraintDocument, GroupDocument, JobDocument } from '../job-document/document.ts'
import type { Json } from '../json.ts'
import type { PatternSearch } from '../manager.ts'
import { groupEscapesClasses, isAnyUnique } from './class-eligibility.ts'
import { meetsConstraint, resolveTarget } from './constraint.ts'
import { asObject, member } from './resources.ts'
import { type Staging, viewOf } from './staging.ts'

/** One group on one node, with what runs there. */
export interface Fitting {
  readonly document: JobDocument
  readonly group: GroupDocument
  readonly node: Node
  readonly present: readonly Allocation[]
}

/** Why the node is out of the question, or undefined. A class that was found unfit before is not looked at again. */
export function infeasibility(staging: Staging, fitting: Fitting): string | undefined {
  return (
    unfitForJob(staging, fitting) ??
    unfitForGroup(staging, fitting) ??
    missingVolumes(fitting) ??
    indistinct(staging, fitting)
  )
}

const knownUnfit = 'computed class ineligible'

function unfitForJob({ classes, finds }: Staging, { document, node }: Fitting): string | undefined {
  const cached = !isAnyUnique(document.Constraints)
  const known = cached ? classes.ofJob(node.computedClass) : undefined
  if (known !== undefined) return known ? undefined : knownUnfit
  const unmet = constraintsOf(document).find((constraint) => !meetsConstraint(node, constraint, finds))
  if (cached) classes.noteJob(node.computedClass, unmet === undefined)
  return unmet && constraintText(unmet)
}

function unfitForGroup({ classes, finds }: Staging, { group, node }: Fitting): string | undefined {
  const cached = !groupEscapesClasses(group)
  const known = cached ? classes.ofGroup(group.Name, node.computedClass) : undefined
  if (known !== undefined) return known ? undefined : knownUnfit
  const why = groupFault(node, group, finds)
  if (cached) classes.noteGroup(group.Name, node.computedClass, why === undefined)
  return why
}

function groupFault(node: Node, group: GroupDocument, finds: PatternSearch): string | undefined {
  if (!hasDrivers(node, group)) return 'missing drivers'
  const unmet = groupConstraints(group).find((constraint) => !meetsConstraint(node, constraint, finds))
  return unmet && constraintText(unmet)
}

// What a node offers besides its class; looked at whatever is known of the class.
function missingVolumes({ group, node }: Fitting): string | undefined {
  const offered = asObject(member(node.document, 'HostVolumes'))
  const wanted = Object.values(group.Volumes ?? {}).filter((volume) => member(volume, 'Type') === 'host')
  return wanted.every((volume) => offers(offered[String(member(volume, 'Source'))], volume))
    ? undefined
    : 'missing compatible host volumes'
}

function offers(offered: Json | undefined, wanted: Json): boolean {
  if (offered === undefined) return false
  return member(offered, 'ReadOnly') !== true || member(wanted, 'ReadOnly') === true
}

function groupConstraints(group: GroupDocument): readonly ConstraintDocument[] {
  return [group, ...group.Tasks].flatMap(constraintsOf)
}

function constraintsOf({ Constraints }: Pick<JobDocument, 'Constraints'>): readonly ConstraintDocument[] {
  return Constraints ?? []
}

/** A constraint as Nomad prints it: `${attr.kernel.name} = linux`, or the operand alone. */
function constraintText(constraint: ConstraintDocument): string {
  const operand = constraint.Operand === '' ? '=' : constraint.Operand
  if (operand === 'distinct_hosts') return 'distinct_hosts'
  return `${constraint.LTarget} ${operand} ${constraint.RTarget}`
}

function hasDrivers(node: Node, group: GroupDocument): boolean {
  const drivers = asObject(member(node.document, 'Drivers'))
  return group.Tasks.every((task) => {
    const driver = drivers[task.Driver]
    return member(driver, 'Detected') === true && member(driver, 'Healthy') === true
  })
}

function indistinct(staging: Staging, fitting: Fitting): string | undefined {
  const { document, group, present } = fitting
  const ofJob = constraintsOf(document)
  const ofGroup = groupConstraints(group)
  const ofThisJob = present.filter((allocation) => allocation.jobId === document.ID)
  const ofThisGroup = ofThisJob.filter((allocation) => allocation.group === group.Name)
  if (ofJob.some(isDistinctHosts) && ofThisJob.length > 0) return 'distinct_hosts'
  if (ofGroup.some(isDistinctHosts) && ofThisGroup.length > 0) return 'distinct_hosts'
  for (const constraint of ofJob) {
    if (!isDistinctProperty(staging, fitting, { constraint })) return distinctText(constraint)
  }
  for (const constraint of ofGroup) {
    if (!isDistinctProperty(staging, fitting, { constraint, group: group.Name })) return distinctText(constraint)
  }
  return undefined
}

function isDistinctHosts(constraint: ConstraintDocument): boolean {
  return constraint.Operand === 'distinct_hosts' && constraint.RTarget !== 'false'
}

function distinctText(constraint: ConstraintDocument): string {
  return `distinct_property: ${constraint.LTarget}`
}

interface Distinct {
  readonly constraint: ConstraintDocument
  readonly group?: string
}

// At most RTarget (1 by default) allocations on nodes that share the property's value.
function isDistinctProperty(staging: Staging, fitting: Fitting, { constraint, group }: Distinct): boolean {
  if (constraint.Operand !== 'distinct_property') return true
  const value = resolveTarget(fitting.node, constraint.LTarget)
  if (value === undefined) return false
  const allowed = constraint.RTarget === '' ? 1 : Number(constraint.RTarget)
  return siblingsWith(staging, fitting, { constraint, group, value }) < allowed
}

interface Sharing {
  readonly constraint: ConstraintDocument
  readonly group: string | undefined
  readonly value: string
}

function siblingsWith(staging: Staging, { document }: Fitting, { constraint, group, value }: Sharing): number {
  const key = jobKey(document.Namespace, document.ID)
  const hosts = new Set([...staging.state.tables.allocations.by('job', key)].map((allocation) => allocation.nodeId))
  for (const nodeId of staging.placing.keys()) hosts.add(nodeId)
  let count = 0
  for (const nodeId of hosts) {
    const node = staging.state.tables.nodes.get(nodeId)
    if (!node || resolveTarget(node, constraint.LTarget) !== value) continue
    count += viewOf(staging, nodeId).present.filter(
      (allocation) => allocation.jobId === document.ID && (group === undefined || allocation.group === group),
    ).length
  }
  return count
}
