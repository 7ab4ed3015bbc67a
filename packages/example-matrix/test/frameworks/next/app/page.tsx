import { readUser } from "../cookies"

export default async function Page() {
  return <p>{(await readUser()) ?? "nobody"}</p>
}
