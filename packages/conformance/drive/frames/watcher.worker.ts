import { workerData } from "node:worker_threads"
import { watch } from "./watcher.ts"

await watch(workerData)
