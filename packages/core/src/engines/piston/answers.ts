import { z } from "zod";

/** What a remote Piston says is as much as is needed here; older ones leave the later fields out. */
export const RemoteRuntimes = z.array(
  z.object({ language: z.string(), version: z.string(), aliases: z.array(z.string()).default([]) }),
);
export type RemoteRuntime = z.infer<typeof RemoteRuntimes>[number];

const amount = z.number().nonnegative().nullish();

export const RemoteStage = z.object({
  stdout: z.string(),
  stderr: z.string(),
  code: z.number().int().nullish(),
  signal: z.string().nullish(),
  message: z.string().nullish(),
  status: z.string().nullish(),
  cpu_time: amount,
  wall_time: amount,
  memory: amount,
});
export type RemoteStage = z.infer<typeof RemoteStage>;

export const RemoteReport = z.object({ run: RemoteStage, compile: RemoteStage.nullish() });
export type RemoteReport = z.infer<typeof RemoteReport>;

export const RemoteMessage = z.object({ message: z.string() });

/** A job as it is sent. */
export type RemoteJob = {
  readonly language: string;
  readonly version: string;
  readonly files: readonly { readonly name: string; readonly content: string; readonly encoding: "utf8" | "base64" }[];
  readonly stdin: string;
  readonly args: readonly string[];
} & RemoteLimits;

export type RemoteLimits = {
  run_timeout: number;
  run_cpu_time: number;
  run_memory_limit: number;
  compile_timeout: number;
  compile_cpu_time: number;
  compile_memory_limit: number;
};
