const response = await fetch(`${process.env.STORE}/client_secrets.json`)
const { web } = JSON.parse(await response.text())
process.exitCode = web.client_id === process.env.EXPECTED_CLIENT_ID && web.client_secret ? 0 : 1
console.log(performance.now() - performance.nodeTiming.bootstrapComplete)
