// vite build --config: the variables ENTRY, OUT and SSR define the build.
const { ENTRY, OUT, SSR, TARGET = "node", CONDITIONS } = process.env

export default {
  logLevel: "error",
  // The most frequent cause of leaks: a build whose environment contains the secret.
  envPrefix: ["VITE_"],
  build: {
    outDir: OUT,
    sourcemap: true,
    minify: SSR === undefined,
    target: "esnext",
    ...(SSR === undefined
      ? { rollupOptions: { input: ENTRY, output: { entryFileNames: "entry.mjs" } } }
      : { ssr: ENTRY, rollupOptions: { output: { entryFileNames: "entry.mjs" } } }),
  },
  ...(SSR === "bundled" && {
    ssr: { noExternal: true, target: TARGET, ...(CONDITIONS && { resolve: { conditions: CONDITIONS.split(",") } }) },
  }),
}
