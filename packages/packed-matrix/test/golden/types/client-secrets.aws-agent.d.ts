// AwsSecretsAgentSourceOptions
interface AwsSecretsAgentSourceOptions {
    readonly port?: number | undefined;
    readonly field?: string | undefined;
    readonly versionStage?: string | undefined;
    readonly versionId?: string | undefined;
    readonly timeout?: number | undefined;
}

// awsSecretsAgentSource
declare function awsSecretsAgentSource(secretId: string, options?: AwsSecretsAgentSourceOptions): Source;
