/** The contract's decision about a file that the specification leaves open. */
export interface Decision {
  readonly accepted: boolean
  readonly why: string
}

const accept = (why: string): Decision => ({ accepted: true, why })
const reject = (why: string): Decision => ({ accepted: false, why })

/** Every `open` file of the corpus; the section "Parsing" of docs/design.md has the reasons. */
export const decisions: Readonly<Record<string, Decision>> = {
  "seed-rb-web-braced.json": reject("an empty endpoint or redirect URI is as good as none"),
  "seed-rb-installed-braced.json": reject("an empty client id is as good as none, and the secret is missing"),
  "seed-py-redirect-urls.json": reject(
    "redirect_uris is missing; redirect_urls is a near miss, not another name of it",
  ),
  "web-client_secret-empty.json": reject("a mandatory member is not empty"),
  "web-redirect_uris-empty.json": reject("redirect_uris holds at least one URI"),
  "web-token_uri-empty.json": reject("a mandatory member is not empty"),
  "both-web-null.json": reject("exactly one of web and installed; which one a null means is for `type` to say"),
  "top-extra-after.json": accept("other top-level members are a warning"),
  "top-extra-before.json": accept("other top-level members are a warning, wherever they stand"),
  "top-type-member.json": accept("a top-level `type` is one more unknown member"),
  "web-extra-inside.json": accept("unknown members of a client are kept in `extra`"),
  "dup-client_id.json": reject("readers disagree on which of two values counts"),
  "dup-client_secret.json": reject("readers disagree on which of two values counts"),
  "dup-web-then-null.json": reject("readers disagree on which of two values counts"),
  "json_class-inside.json": accept("a deserialiser's hooks are unknown members: nothing is instantiated"),
  "json_class-Symbol-top.json": accept("a deserialiser's hook is an unknown top-level member: nothing is instantiated"),
  "other-sa-with-web.json": accept("it has a web client; the service account around it is other top-level members"),
  "placeholder-brackets-secret.json": reject("a secret that is [[…]] as a whole was never filled in"),
  "placeholder-YOUR.json": reject("YOUR_… was never filled in"),
  "placeholder-dots.json": reject("a secret of dots was elided"),
  "placeholder-java.json": reject("the Java samples' template was never filled in"),
  "enc-bom-utf8.json": accept("UTF-8 with BOM is read"),
  "enc-utf16le-bom.json": accept("UTF-16 with BOM is read: PowerShell writes it"),
  "enc-utf16le-nobom.json": reject("without a BOM it is UTF-8, and so not JSON"),
  "enc-utf32le-bom.json": reject("UTF-32 is no encoding of JSON (RFC 8259, 8.1)"),
  "enc-latin1.json": reject("invalid UTF-8 is an error, not a replacement character"),
  "enc-invalid-utf8-secret.json": reject("invalid UTF-8 is an error, not a replacement character in the secret"),
  "str-lone-surrogate-secret.json": reject("a lone surrogate cannot be sent in any encoding"),
  "str-nul-escape-secret.json": reject("a control character, escaped or not"),
  "str-raw-del.json": reject("DEL is a control character, though JSON lets it stand"),
  "str-secret-crlf-header.json": reject("a line break in a secret splits a header"),
  "str-secret-spaces.json": reject("white space around a value came with the copying"),
  "str-id-spaces.json": reject("white space around a value came with the copying"),
  "str-id-quoted.json": accept("quotes are legal in a value; that they surround it is a warning"),
  "uri-wildcard.json": accept("a server may match wildcards; a warning"),
  "uri-fragment.json": accept("RFC 6749 forbids it, servers differ; a warning"),
  "uri-relative.json": reject("a redirect URI is absolute (RFC 6749, 3.1.2)"),
  "uri-no-scheme.json": reject("without a scheme it is relative (RFC 6749, 3.1.2)"),
  "uri-userinfo.json": accept("odd, yet registered like this; a warning"),
  "uri-inner-space.json": reject("a space is in no URI (RFC 3986)"),
  "uri-data.json": reject("data: redirects nowhere"),
  "uri-open-bracket.json": reject("it does not parse"),
  "uri-localhost-evil.json": accept("it parses, to the host evil.example; a warning says so"),
  "uri-auth-http.json": reject("an endpoint is https"),
  "uri-token-http.json": reject("an endpoint is https"),
  "uri-token-file.json": reject("an endpoint is https"),
  "uri-auth-garbage.json": reject("it does not parse"),
  "uri-auth-javascript.json": reject("an endpoint is https"),
  "uri-auth-with-query.json": accept("an endpoint may have a query (RFC 6749, 3.1), which is kept"),
  "uri-auth-lookalike.json": accept("a host of its own, not Google's; Google at the other endpoint makes it a warning"),
  "deep-2k.json": reject("more than 512 levels"),
  "deep-10k-objects.json": reject("more than 512 levels"),
}
