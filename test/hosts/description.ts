import type { RequestInput } from "../../packages/core/src/glovebox.ts";
import { program } from "../programs/programs.ts";
import type { Host } from "./host.ts";

/** What the kernel says of a program in a sandbox: see test/programs/describes_itself.py. */
export type Description = {
  status: Record<string, string>;
  descriptors: Record<string, string>;
  limits: Record<string, [number, number]>;
  cpus: number;
  affinity: number;
  hostname: string;
  cwd: string;
  session: boolean;
  environment: Record<string, string>;
};

export async function descriptionOf(
  host: Host,
  limits: NonNullable<RequestInput["limits"]> = {},
): Promise<Description> {
  const { stdout, stderr } = await host.execute({ ...program("describes_itself.py"), limits });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}
