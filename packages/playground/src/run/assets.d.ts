// Files that the build turns into the text of an address that holds them.

declare module '*?inline' {
  const address: string
  export = address
}
