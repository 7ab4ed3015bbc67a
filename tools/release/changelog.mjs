// What `changeset version` writes into a CHANGELOG.md: the changesets' own sentences. All packages have one version, so a list of
// updated siblings would repeat the version number in every package.
export function getReleaseLine({ summary }) {
  const [first, ...rest] = summary.trim().split("\n")
  return [`- ${first}`, ...rest.map(line => (line === "" ? "" : `  ${line}`))].join("\n")
}

export function getDependencyReleaseLine() {
  return ""
}
