export { secretSource } from "@client-secrets/core"
