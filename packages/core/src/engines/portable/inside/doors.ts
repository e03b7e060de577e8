/** Taken here, because a program does not find the name Deno. */
const { permissions } = Deno;
const DOORS: readonly Deno.PermissionName[] = ["read", "write", "net", "env", "sys", "run", "ffi", "import"];

/**
 * Gives up what is left of the process's rights, and looks whether none is left. Throws where one is, so that no user
 * code runs. From here on the process can compute, and talk on the pipes that it was born with.
 */
export function closeDoors(wasReadable: readonly string[]): void {
  permissions.revokeSync({ name: "read" });
  const readable = wasReadable.filter((path) => permissions.querySync({ name: "read", path }).state === "granted");
  if (readable.length > 0) throw new Error(`still readable: ${readable.join(", ")}`);
  const open = DOORS.filter((name) => permissions.querySync({ name }).state === "granted");
  if (open.length > 0) throw new Error(`still granted: ${open.join(", ")}`);
}
