export type { AwsSecretsManagerSourceOptions } from "./aws-secrets-manager-source.ts"
export { awsSecretsManagerSource } from "./aws-secrets-manager-source.ts"
