// AwsSecretsAgentSourceOptions
interface AwsSecretsAgentSourceOptions {
    readonly port?: number | undefined;
    readonly versionStage?: string | undefined;
    readonly versionId?: string | undefined;
}

// awsSecretsAgentSource
declare function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source;
