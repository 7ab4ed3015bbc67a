// A transform for jest as small as one can be: TypeScript and modules become CommonJS.
const { transformSync } = require("esbuild")

module.exports = {
  process(source, path) {
    const loader = path.endsWith(".ts") ? "ts" : "js"
    return transformSync(source, { loader, format: "cjs", target: "node20", sourcefile: path })
  },
}
