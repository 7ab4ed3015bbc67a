import { type MandatoryMember, mandatoryMembers } from "@client-secrets/core"

/** Members that a file may lack: every command needs the client id only. */
export const optionalMembers: readonly Exclude<MandatoryMember, "client_id">[] = mandatoryMembers.filter(
  name => name !== "client_id",
)

/** Members that a file may lack when its secret is searched for. */
export const membersBesideSecret: readonly Exclude<MandatoryMember, "client_id" | "client_secret">[] =
  optionalMembers.filter(name => name !== "client_secret")
