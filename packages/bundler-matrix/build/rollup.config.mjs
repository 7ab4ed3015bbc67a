// rollup --config: the variables ENTRY, OUT and BROWSER define the build.
import nodeResolve from "@rollup/plugin-node-resolve"

const { ENTRY, OUT, BROWSER, CONDITIONS } = process.env

export default {
  input: ENTRY,
  output: { dir: OUT, format: "es", sourcemap: true },
  plugins: [
    nodeResolve({
      browser: BROWSER === "true",
      ...(CONDITIONS && { exportConditions: CONDITIONS.split(",") }),
    }),
  ],
}
