// A minimal loader: for these files ts-loader, babel and swc have the same effect.
const { stripTypeScriptTypes } = require("node:module")

module.exports = function stripTypes(source) {
  return stripTypeScriptTypes(source)
}
