// It exports nothing on purpose: code for the browser that imports a name from here fails to build, and the bundler prints
// this file's name. Without the next line it would not be known for a module, and esbuild would only warn.
export {}

throw new Error("A server-only module was loaded in a browser. Import the public module instead (google.public.ts).")
