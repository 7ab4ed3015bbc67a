// webpack would only warn of a name that is missing; of a module that cannot be found it makes an error.
import "client-secrets/a-server-only-module-is-imported-by-code-for-the-browser"
