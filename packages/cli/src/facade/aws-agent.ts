// A client file in AWS Secrets Manager, through the Lambda extension or the agent.
export * from "@client-secrets/aws-secrets-manager/agent"
