export type { AwsSecretsAgentSourceOptions } from "./agent/aws-secrets-agent-source.ts"
export { awsSecretsAgentSource } from "./agent/aws-secrets-agent-source.ts"
