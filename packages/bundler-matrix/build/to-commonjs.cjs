// A minimal transform for jest: TypeScript and modules become CommonJS.
const { transformSync } = require("esbuild")

module.exports = {
  process(source, path) {
    const loader = path.endsWith(".ts") ? "ts" : "js"
    return transformSync(source, { loader, format: "cjs", target: "node20", sourcefile: path })
  },
}
