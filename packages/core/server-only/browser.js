// It exports nothing on purpose: whoever imports a name from here by mistake has a build that fails. Without the next line
// it would not be known for a module, and esbuild would only warn.
export {}

throw new Error("A server-only module was loaded in a browser: import the public one instead (google.public.ts).")
