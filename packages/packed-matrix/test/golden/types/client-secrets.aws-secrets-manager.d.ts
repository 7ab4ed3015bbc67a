// AwsSecretsManagerSourceOptions
interface AwsSecretsManagerSourceOptions {
    readonly client?: Pick<SecretsManagerClient, "send"> | undefined;
    readonly region?: string | undefined;
    readonly endpoint?: string | undefined;
    readonly field?: string | undefined;
    readonly versionStage?: string | undefined;
    readonly versionId?: string | undefined;
    readonly timeout?: number | undefined;
}

// awsSecretsManagerSource
declare function awsSecretsManagerSource(secretId: string, options?: AwsSecretsManagerSourceOptions): Source;
