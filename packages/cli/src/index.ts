// The command has no public list: it is run, not imported.
export {}
