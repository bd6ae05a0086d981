// What a task's identities, templates and artifacts derive from each other. Rules: semantics/4 §1.5.

import type { ArtifactDocument, IdentityDocument, TemplateDocument } from '../job-document/document-parts.ts'
import type { StoredTask } from '../job-document/document-stored.ts'
import { deriveService, type ServiceOwner } from './services.ts'

/** The task with what is derived from its own fields and its place. */
export function deriveTask(task: StoredTask, owner: ServiceOwner): StoredTask {
  return {
    ...task,
    ...deriveIdentities(task),
    Templates: task.Templates?.map(deriveTemplate) ?? null,
    Artifacts: task.Artifacts?.map(deriveArtifact) ?? null,
    Services: task.Services?.map((service) => deriveService(service, { ...owner, task: task.Name })) ?? null,
  }
}

/** The first of the further identities that is named `default` takes the place of the task's own. */
function deriveIdentities(task: StoredTask): Pick<StoredTask, 'Identity' | 'Identities'> {
  const further = task.Identities?.map(deriveIdentity)
  const own = further?.find(({ Name }) => Name === 'default')
  return {
    Identity: own ?? deriveIdentity(task.Identity),
    Identities: further?.filter((identity) => identity !== own) ?? null,
  }
}

function deriveIdentity(identity: IdentityDocument): IdentityDocument {
  const Name = identity.Name || 'default'
  const Audience = Name === 'default' ? ['nomadproject.io'] : identity.Audience
  return { ...identity, Name, Audience, ChangeSignal: identity.ChangeSignal.toUpperCase() }
}

function deriveTemplate(template: TemplateDocument): TemplateDocument {
  const signal = template.ChangeSignal.toUpperCase()
  return { ...template, ChangeSignal: signal === '' && template.ChangeMode === 'signal' ? 'SIGHUP' : signal }
}

function deriveArtifact(artifact: ArtifactDocument): ArtifactDocument {
  if (artifact.RelativeDest !== '') return artifact
  const file = artifact.GetterSource.slice(artifact.GetterSource.lastIndexOf('/') + 1)
  return { ...artifact, RelativeDest: artifact.GetterMode === 'file' ? `local/${file}` : 'local/' }
}
