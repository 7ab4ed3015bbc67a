export { secretSource } from "../dist/index.cjs"
