// Every sentence that this package shows, so that they are written alike. They name members, options, hosts and origins;
// none contains a value of the client file, a code or a token.

/** A place as sentences name it: "The token endpoint at https://as.example.com". */
type Place = string

export const messages = {
  // What the caller passed
  notAClient: (received: string): string =>
    `Expected a client from parseClientSecrets() or loadClientSecrets(), but received ${received}.`,
  notAnInput: (received: string): string =>
    `Expected a client from parseClientSecrets() or loadClientSecrets(), a loader or a source, but received ${received}.`,
  notASource: (received: string): string => `Expected a loader or a source, but received ${received}.`,
  aString: "a string. A path is read by fileSource(path), the text of a file by parseClientSecrets(text)",
  aPromise: "a Promise. Await it first",
  aFile: "the content of a client file. Pass it to parseClientSecrets() first",
  aCopy: "a copy of a client without its Secret. JSON and structuredClone lose it: pass the client itself",
  scopeNeeded: 'The option scope is needed, for example "openid email".',
  badClientAuthentication:
    'The option clientAuthentication must be "client_secret_post", "client_secret_basic" or "none".',
  badTimeout: "The option timeout must be a number of milliseconds above 0.",
  badOrigins: 'The option allowedEndpointOrigins must be a list of origins, for example ["https://as.example.com"].',
  badIssuer: 'The issuer must be a full URL, for example "https://accounts.example.com".',
  issuerNeeded: (purpose: string): string =>
    `${purpose} needs to know the provider: pass the option issuer, or add "issuer" to the client file.`,
  metadataReplaced: (member: string): string =>
    `The option metadata may add what the issuer does not publish, but the issuer publishes ${member}. Remove it from the option.`,
  redirectUriNeeded: (count: number): string =>
    count === 0
      ? "The client file lists no redirect URI. Pass the option redirectUri: one that is registered with the provider."
      : `The client file lists ${count} redirect URIs. Pass the option redirectUri to say which one to use.`,
  parameterTaken: (name: string): string =>
    `additionalParameters must not contain ${name}: the flow sets it itself, or has an option for it.`,
  notARequest: (member: string): string =>
    `exchange() expects the object that authorizationRequest() returned, but its ${member} is missing or was changed.`,
  notAPopupCode: "exchangePopupCode() expects the code that Google's popup returned.",
  popupIsGoogles: "exchangePopupCode() is for Google's popup only, and this client file is not Google's.",
  badCallback: "callbackUrl must be a URL, or a path with a query.",
  notADevice: (member: string): string =>
    `pollDeviceAuthorization() expects the object that deviceAuthorization() returned, but its ${member} is missing or was changed.`,
  noRefreshToken:
    'These tokens have no refresh token. Ask for one when the user signs in: accessType: "offline" at Google, the scope offline_access elsewhere.',
  notTokens: (operation: string): string => `${operation}() expects tokens, a Secret or a string.`,
  notWholeTokens: (what: string): string =>
    `${what} must be the tokens that exchange(), refresh() or parseTokens() returned.`,
  notStoredTokens: "parseTokens() expects the string that serializeTokens() returned.",
  notAWantedUri: "pickRedirectUri() expects a URI, its origin, { port } or { loopback: true } as what is wanted.",

  // Redirect URIs
  notRegistered: (uri: string): string => `The redirect URI ${uri} is not registered for this client.`,
  noRedirectUriFits: (what: string): string => `None of this client's redirect URIs ${what}.`,
  wantedPlace: (loopback: boolean, port: number | undefined): string =>
    [loopback ? "is on this machine" : "", port === undefined ? "" : `uses port ${port}`].filter(Boolean).join(" and "),
  nearest: (uri: string, differences: string): string =>
    `The nearest registered one, ${uri}, differs in ${differences}.`,
  registered: (uris: string): string => `Registered: ${uris}.`,

  // The client file
  missingMember: (member: string): string => `The client file has no ${member}.`,
  missingMemberHint: "Download the client file again from the provider's console.",
  notAUrl: (member: string): string => `${member} is not a URL.`,
  insecure: (member: string): string =>
    `${member} is not an https URL, so the client secret or a token would travel unencrypted.`,
  insecureHint: "Use https. Plain http is accepted on this machine, or with the option allowInsecureEndpoints.",
  mixed: (member: string, origin: string): string =>
    `${member} points to ${origin}, which is not Google's, but other endpoints are Google's: a secret or a token would go to a different provider.`,
  mixedHint: "If that is intended, add its origin to the option allowedEndpointOrigins.",
  notGooglesEndpoint: (member: string, origin: string): string =>
    `${member} points to ${origin}, but not to an address that Google has there for it.`,
  notGooglesEndpointHint:
    "Download the client file again from the Google Cloud console. If the address is intended, add its origin to the option allowedEndpointOrigins.",
  notTheIssuers: (member: string, issuer: string): string =>
    `${member} in the client file is not the one that the issuer ${issuer} publishes.`,
  notTheIssuersHint: "Check that the file and the issuer belong to the same provider.",
  unknownAuthentication:
    'token_endpoint_auth_method in the client file is not "client_secret_post", "client_secret_basic" or "none". Others are not supported.',

  // Requests
  redirected: (place: Place): string =>
    `${place} answered with a redirect. Redirects are not followed: they would take the secret along.`,
  status: (place: Place, status: number): string => `${place} answered with status ${status}.`,
  tooLarge: (place: Place, bytes: number): string => `${place} answered with more than ${bytes} bytes.`,
  timedOut: (place: Place, milliseconds: number): string => `${place} did not answer within ${milliseconds} ms.`,
  unreachable: (place: Place, code: string | undefined): string =>
    `${place} could not be reached${code === undefined ? "" : ` (${code})`}.`,
  brokenOff: (place: Place, code: string | undefined): string =>
    `${place} did not send its whole answer${code === undefined ? "" : ` (${code})`}.`,
  fetchThrew: (place: Place, className: string): string =>
    `${place} was not asked: the function in the option fetch threw ${className}.`,
  denoRefusal: (host: string): string => `Deno: run with --allow-net=${host}`,
  untrustedCertificate: (place: Place, code: string, advice: string): string =>
    `${place} has a certificate that this runtime does not trust (${code}). ${advice}`,
  endpointMissing: (endpoint: string, issuer: string): string => `${issuer} publishes no ${endpoint} endpoint.`,
  noEndpointKnown: (endpoint: string): string =>
    `No ${endpoint} endpoint is known: the client file does not name it, and neither the file nor the option issuer names the provider.`,
  endpointInsecure: (endpoint: string, origin: string): string =>
    `The issuer names ${origin} as its ${endpoint} endpoint. Secrets and tokens are sent to public https URLs only, unless the issuer itself is on this machine.`,

  // Answers
  refused: (place: Place, error: string): string => `${place} refused: ${error}`,
  refusedUnprintable: (place: Place): string => `${place} returned an error whose text cannot be printed safely`,
  noToken: (place: Place, what: string): string => `${place} returned no usable tokens: ${what}.`,
  noDeviceCode: (place: Place, member: string): string =>
    `${place} returned no usable answer: ${member} is missing or not valid.`,
  notUserinfo: (place: Place): string => `${place} returned no JSON object with the user's sub.`,
  otherUsersInfo: "The userinfo endpoint answered for another user than the ID token.",
  notDiscovered: (issuer: string): string =>
    `${issuer} has no discovery document: /.well-known/openid-configuration and /.well-known/oauth-authorization-server are both missing. Check the issuer.`,
  otherIssuer: (asked: string, named: string): string =>
    `The discovery document of ${asked} names another issuer, ${named}. The two must be the same, including a slash at the end.`,

  // The callback
  duplicateParameter: "The callback has a parameter twice.",
  otherState: "This callback does not belong to the sign-in in progress: its state differs. Start the sign-in again.",
  otherCallbackIssuer: "This callback comes from another issuer than the one that the sign-in was started with.",
  noCallbackIssuer: "The callback names no issuer, although this provider always does.",
  noCode: "The callback has no code.",

  // ID tokens
  noIdToken: "The provider returned no ID token, although the scope openid was asked for.",
  otherNonce: "The ID token does not belong to this sign-in: its nonce differs.",
  otherDomain: "The user does not belong to the domain that hd asked for.",
  otherUser: "The new ID token belongs to another user.",
  badClaim: (claim: string): string => `The ID token's ${claim} claim is not valid for this client and provider.`,
  badIdToken: (code: string): string =>
    `The ID token's form or signature is not valid${code === "" ? "" : ` (${code})`}.`,
  symmetricIdToken:
    "The ID token is signed with the client secret (HS256), which is not supported. Choose RS256 or ES256 for this client in the provider's console.",

  // The device flow
  userCodeExpired: "The user code has expired before the user approved. Start again with deviceAuthorization().",

  // A signed-in user
  signedOut: "The user is signed out. Sign in again.",
  noTokensYet: "There are no tokens yet. Let the user sign in first.",
  refreshImpossible: "The access token has expired, and there is no refresh token. Sign in again.",
  unsafeTarget: "The access token is sent to https URLs, or to this machine, only.",
  badAccessToken: "The access token has characters that a header cannot hold.",
  hiddenRedirect: (method: string): string =>
    `The server answered ${method} with a redirect. A browser does not show where it leads, so it is not followed.`,
  redirectedStream: "The server redirects a request whose body can be read only once.",
  badRedirect: "The server redirects too often, or to something that is not an http or https URL.",
}

/** The usual cause of a provider's error, and what to do. */
export const hints = {
  whiteSpace: "The client ID or secret contains white space or an invisible character. Remove it.",
  clientRefused: (isDevice: boolean): string =>
    isDevice
      ? 'The provider did not accept this client. Google\'s device flow needs a client of the type "TVs and Limited Input devices".'
      : 'The provider did not accept this client ID and secret. Check in its console that the secret still exists and belongs to this client. If the client is registered for HTTP Basic authentication, pass clientAuthentication: "client_secret_basic".',
  grantInvalid:
    'The sign-in or refresh token is no longer valid; sign in again. Google expires refresh tokens after 7 days while the app is in "Testing".',
  accessDenied:
    'The user declined, or is not allowed to use this app. For a Google app in "Testing", add them as a test user.',
  redirectUriMismatch:
    "Register this redirect URI with the provider, character by character. pickRedirectUri() says how the nearest registered one differs.",
}
