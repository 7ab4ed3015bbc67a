export type { AwsSecretsManagerSourceOptions } from "./sdk/aws-secrets-manager-source.ts"
export { awsSecretsManagerSource } from "./sdk/aws-secrets-manager-source.ts"
