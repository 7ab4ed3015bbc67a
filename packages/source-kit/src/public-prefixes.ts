// A separate entry: codegen is compiled without the runtime types that the rest needs.

/** How variables begin that a bundler puts into the code of the browser: no secret is in one of them. */
export const publicPrefixes: readonly string[] = [
  "VITE_",
  "NEXT_PUBLIC_",
  "NUXT_PUBLIC_",
  "PUBLIC_",
  "REACT_APP_",
  "EXPO_PUBLIC_",
  "GATSBY_",
  "VUE_APP_",
  "NG_APP_",
  "BUN_PUBLIC_",
]
