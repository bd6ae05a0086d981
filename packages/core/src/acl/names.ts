// What policies and roles may be called, and how they may be described. Rules: the recorded story `acl-policies`.

const descriptionMax = 256

/** What is wrong with a name. */
export function nameFaults(name: string): readonly string[] {
  return /^[a-zA-Z0-9-]{1,128}$/.test(name) ? [] : [`invalid name '${name}'`]
}

/** What is wrong with a description. */
export function descriptionFaults(description: string): readonly string[] {
  return description.length > descriptionMax ? [`description longer than ${descriptionMax}`] : []
}
