// A loader as small as one can be: what ts-loader, babel and swc do to these files comes to the same.
const { stripTypeScriptTypes } = require("node:module")

module.exports = function stripTypes(source) {
  return stripTypeScriptTypes(source)
}
