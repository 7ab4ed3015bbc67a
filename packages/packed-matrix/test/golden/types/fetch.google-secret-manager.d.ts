// GoogleSecretManagerSourceOptions
interface GoogleSecretManagerSourceOptions extends RecipeOptions {
    readonly token?: Token | undefined;
}

// googleSecretManagerSource
declare function googleSecretManagerSource(name: string, options?: GoogleSecretManagerSourceOptions): Source;
