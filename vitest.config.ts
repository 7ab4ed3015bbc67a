// Every package runs `vitest run --config ../../vitest.config.ts --root .`; scripts/summary.mjs reads the JSON report.
export default {
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Against hanging only: what is waited for comes later on a busy machine.
    expect: { poll: { timeout: 30_000 } },
  },
}
