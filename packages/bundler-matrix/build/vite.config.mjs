// vite build --config: ENTRY, OUT and SSR say what to build.
const { ENTRY, OUT, SSR, TARGET = "node", CONDITIONS } = process.env

export default {
  logLevel: "error",
  // What leaks most often: a build whose environment has the secret.
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
