import { describesClient } from "./client-file.ts"

const pattern = /;base64,([\w+/]{100,99999})/g

/** Whether code, a style sheet or a page holds a client file as a `data:` address, as Vite inlines small files and those of a library. */
export function inlinesClient(text: string): boolean {
  for (const [, content] of text.matchAll(pattern)) {
    if (describesClient(Buffer.from(content!, "base64").toString("utf8"))) return true
  }
  return false
}
