export type {
  AgentFetch,
  AgentFetchInit,
  AgentResponse,
  AwsSecretsAgentSourceOptions,
} from "./aws-secrets-agent-source.ts"
export { awsSecretsAgentSource } from "./aws-secrets-agent-source.ts"
