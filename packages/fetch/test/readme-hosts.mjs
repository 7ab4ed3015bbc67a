// Loaded before each example of the README: every host is the stand-in, which is told what was asked for.
const { fetch, process } = globalThis
globalThis.fetch = (url, init) => fetch(`${process.env.STAND_IN}/?${encodeURIComponent(url)}`, init)
