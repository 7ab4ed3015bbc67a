// What a server-only module gets in a server's build. Where code for the browser asks, the package's exports give another
// file: one that lacks the name, so that the build fails.
export { secretSource } from "@client-secrets/core"
