// The public list of this package.
