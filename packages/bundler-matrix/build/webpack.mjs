// node webpack.mjs webpack|rspack <entry> <out> <target> <mode>: like their own command lines, exits with 1 on an error.
import { fileURLToPath } from "node:url"

const [bundler, entry, path, target, mode] = process.argv.slice(2)
const { default: library } = bundler === "webpack" ? await import("webpack") : await import("@rspack/core")

const configuration = {
  entry,
  mode,
  target,
  devtool: "source-map",
  output: { path, filename: "entry.mjs", module: true, chunkFormat: "module" },
  experiments: { outputModule: true },
  module: {
    rules: [{ test: /\.ts$/, loader: fileURLToPath(new URL("strip-types.cjs", import.meta.url)) }],
  },
}

library(configuration, (error, stats) => {
  if (error) throw error
  if (!stats.hasErrors()) return
  console.error(stats.toString({ all: false, errors: true }))
  process.exitCode = 1
})
