require("client-secrets/a-server-only-module-is-imported-by-code-for-the-browser")
