// A plugin for Vite, Astro, Nuxt, SvelteKit and React Router that keeps client files out of what they publish.
export type { ClientSecretsPlugin, ClientSecretsPluginOptions } from "../vite/client-secrets.ts"
export { clientSecrets } from "../vite/client-secrets.ts"
