// The generator behind `client-secrets generate`. A development tool: it ships as ESM only.
export * from "@client-secrets/codegen"
