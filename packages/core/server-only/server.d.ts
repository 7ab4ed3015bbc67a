export { secretSource } from "../dist/index.js"
