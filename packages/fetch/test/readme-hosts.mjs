// Loaded before each example of the README: a stand-in replaces every host, and receives the requested address.
const { fetch, process } = globalThis
globalThis.fetch = (url, init) => fetch(`${process.env.STAND_IN}/?${encodeURIComponent(url)}`, init)
