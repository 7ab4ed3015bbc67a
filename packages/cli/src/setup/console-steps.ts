/** One page of Google's console, and what to do there. */
export interface ConsoleStep {
  readonly title: string
  readonly url: string
  readonly task: string
}

/** From nothing to a client file: the same pages as in docs/get-the-file.md. */
export function consoleSteps(type: "web" | "installed"): readonly ConsoleStep[] {
  const kind = type === "web" ? "Web application" : "Desktop app"
  const registered = type === "web" ? " Register each redirect URI exactly." : ""
  return [
    {
      title: "Project",
      url: "https://console.cloud.google.com/projectcreate",
      task: "Create a project, or choose one at the top of the page.",
    },
    {
      title: "API",
      url: "https://console.cloud.google.com/apis/library",
      task: "Open the API that your program calls, and press Enable.",
    },
    {
      title: "Branding",
      url: "https://console.cloud.google.com/auth/branding",
      task: "Name your app and give an email address.",
    },
    {
      title: "Audience",
      url: "https://console.cloud.google.com/auth/audience",
      task: "Choose Internal, or External and add yourself as a test user. While the app is in Testing, sign-ins end after 7 days.",
    },
    {
      title: "Client",
      url: "https://console.cloud.google.com/auth/clients/create",
      task: `Choose the type ${kind} and create the client.${registered} Press Download JSON right away: Google shows the secret only once.`,
    },
  ]
}
