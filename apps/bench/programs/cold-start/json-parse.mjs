const { web } = JSON.parse(process.env.GOOGLE_CLIENT_SECRETS)
process.exitCode = web.client_id === process.env.EXPECTED_CLIENT_ID && web.client_secret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
