// LocalAuthOptions
interface LocalAuthOptions extends Omit<SignInOptions, "scope"> {
    readonly keyfilePath: string;
    readonly scopes: string | readonly string[];
}

// authenticate
declare function authenticate(options: LocalAuthOptions): Promise<OAuth2Client>;
