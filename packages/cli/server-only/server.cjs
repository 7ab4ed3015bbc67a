exports.secretSource = require("@client-secrets/core").secretSource
