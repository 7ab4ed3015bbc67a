// What every program needs to make such a URL. Node loads its crypto at its first use.
const bytes = crypto.getRandomValues(new Uint8Array(32))
const digest = await crypto.subtle.digest("SHA-256", bytes)
process.exitCode = digest.byteLength === 32 ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
