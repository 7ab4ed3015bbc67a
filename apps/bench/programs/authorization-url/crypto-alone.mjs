// What no program on the way to such a URL can do without. Node loads its crypto at the first use of it.
const bytes = crypto.getRandomValues(new Uint8Array(32))
const digest = await crypto.subtle.digest("SHA-256", bytes)
process.exitCode = digest.byteLength === 32 ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
