exports.secretSource = require("../dist/index.cjs").secretSource
