// A client file in AWS Secrets Manager, through the AWS SDK.
export * from "@client-secrets/aws-secrets-manager"
