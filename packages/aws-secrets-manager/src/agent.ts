export type { AwsSecretsAgentSourceOptions } from "./aws-secrets-agent-source.ts"
export { awsSecretsAgentSource } from "./aws-secrets-agent-source.ts"
