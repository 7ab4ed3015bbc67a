require("@client-secrets/core/a-server-only-module-is-imported-by-code-for-the-browser")
