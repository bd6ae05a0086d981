// Checks what a task is allowed and told: Vault, identities, secrets, actions. Rules: semantics/4 §1.8 "Vault",
// "identities", "secrets".

import type { ActionDocument, IdentityDocument, SecretDocument, VaultDocument } from '../job-document/document-parts.ts'
import type { StoredTask } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { broken, nested, quote } from './texts.ts'

export function checkVault(vault: VaultDocument | null): readonly string[] {
  if (!vault) return []
  const { ChangeMode, ChangeSignal } = vault
  return nested(
    'Vault validation failed: ',
    broken([
      [ChangeMode === 'signal' && ChangeSignal === '', 'Signal must be specified when using change mode "signal"'],
      [!['noop', 'restart', 'signal'].includes(ChangeMode), `Unknown change mode ${quote(ChangeMode)}`],
    ]),
  )
}

export function checkActions(actions: readonly ActionDocument[] | null): readonly string[] {
  const list = eachOf(actions)
  return list.flatMap(({ Name, Command }, i) => [
    ...nested(
      `Action ${Name} validation failed: `,
      broken([
        [Command === '', 'command cannot be empty'],
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the null character is what is looked for.
        [!/^[^\u0000\s]{1,128}$/.test(Name), `invalid name '${Name}'`],
      ]),
    ),
    ...broken([
      [list.slice(0, i).filter((one) => one.Name === Name).length === 1, `Action ${Name} defined multiple times`],
    ]),
  ])
}

export function checkIdentities({ Identity, Identities }: StoredTask): readonly string[] {
  return [
    ...checkNamed(Identity),
    ...eachOf(Identities).flatMap((identity) => [
      ...broken([[identity.Name === 'default', 'Duplicate default identities found']]),
      ...checkNamed(identity),
    ]),
  ]
}

function checkNamed(identity: IdentityDocument): readonly string[] {
  return nested(`Identity ${quote(identity.Name)} is invalid: `, checkIdentity(identity))
}

function checkIdentity({
  Name,
  Audience,
  ChangeMode,
  ChangeSignal,
  TTL,
  File,
  Filepath,
}: IdentityDocument): readonly string[] {
  const isSignal = ChangeMode === 'signal'
  const isKnown = isSignal || ['', 'noop', 'restart'].includes(ChangeMode)
  const empty = eachOf(Audience).flatMap((audience, i) => (audience === '' ? [i + 1] : []))
  return [
    ...broken([
      [!/^[a-zA-Z0-9\-_]{1,128}$/.test(Name), `invalid name ${quote(Name)}. Must match regex ^[a-zA-Z0-9-_]{1,128}$`],
    ]),
    ...empty.map((position) => `an empty string is an invalid audience (${position})`),
    ...broken([
      [
        isKnown && !isSignal && ChangeSignal !== '',
        `can only use change_signal=${quote(ChangeSignal)} with change_mode="signal"`,
      ],
      [isSignal && ChangeSignal === '', 'change_signal must be specified when using change_mode="signal"'],
      [!isKnown, `invalid change_mode: ${ChangeMode}`],
      [TTL > 0 && Name === 'default', 'ttl for default identity not yet supported'],
      [TTL < 0, 'ttl must be >= 0'],
      [Filepath !== '' && !File, 'file parameter must be true in order to specify filepath'],
    ]),
  ]
}

export function checkSecrets({ Secrets, Vault }: StoredTask): readonly string[] {
  const list = eachOf(Secrets)
  return list.flatMap((secret, i) => {
    const name = quote(secret.Name)
    return [
      ...broken([
        [list.findIndex(({ Name }) => Name === secret.Name) < i, `Duplicate secret ${name} found`],
        [secret.Provider === 'vault' && Vault === null, `Secret ${name} has provider "vault" but no vault block`],
      ]),
      ...nested(`Secret ${name} is invalid: `, checkSecret(secret)),
    ]
  })
}

function checkSecret({ Name, Provider, Path, Config, Env }: SecretDocument): readonly string[] {
  const isBuiltIn = Provider === 'nomad' || Provider === 'vault'
  return broken([
    [Name === '', 'secret name cannot be empty'],
    [!/^[a-zA-Z0-9_]{1,128}$/.test(Name), 'secret name must match regex ^[a-zA-Z0-9_]{1,128}$'],
    [Provider === '', 'secret provider cannot be empty'],
    [Path === '', 'secret path cannot be empty'],
    [isBuiltIn && Env !== null, `${Provider} provider cannot use the env block`],
    [!isBuiltIn && Config !== null, `custom plugin provider ${Provider} cannot use the config block`],
  ])
}
