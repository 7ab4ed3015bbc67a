export { type FrameReport, reportFrames } from "./report-frames.ts"
export { runScenarios, type Scenarios } from "./run-scenarios.ts"
export { findDeeply } from "./watcher.ts"
