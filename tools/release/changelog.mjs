// What `changeset version` writes into a CHANGELOG.md: the changesets' own sentences. All packages have one version, so a list of
// the updated siblings would say in every package what its number says.
export function getReleaseLine({ summary }) {
  const [first, ...rest] = summary.trim().split("\n")
  return [`- ${first}`, ...rest.map(line => (line === "" ? "" : `  ${line}`))].join("\n")
}

export function getDependencyReleaseLine() {
  return ""
}
