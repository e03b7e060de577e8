import { z } from "zod";

/** A promise, and what keeps it on this machine. */
export const EnforcedPromise = z.object({
  promise: z.string().describe("What is promised, as a sentence"),
  enforced: z.boolean(),
  by: z.string().describe("What enforces it here, or why nobody does"),
  remedy: z.string().optional().describe("The command that would have it enforced"),
});
export type EnforcedPromise = z.infer<typeof EnforcedPromise>;

/** What an engine would need, or would use, and does not find. */
export const MissingThing = z.object({
  what: z.string(),
  why: z.string().describe("What is lost without it"),
  remedy: z.string().describe("The command that mends it, or where there is none what else to do"),
});
export type MissingThing = z.infer<typeof MissingThing>;

/** What one engine can do on this machine. `usable` comes from a program that really ran in a sandbox. */
export const EngineDiagnosis = z.object({
  engine: z.string(),
  usable: z.boolean(),
  reason: z.string().describe("How that is known, or what stands in the way, as a sentence"),
  facts: z.record(z.string(), z.string()).describe("What was found, by name: kernel, cgroups, landlock and so on"),
  promises: z.array(EnforcedPromise),
  missing: z.array(MissingThing).describe("Also what only weakens a promise while the engine is usable"),
  languages: z.array(z.object({ language: z.string(), versions: z.array(z.string()) })),
});
export type EngineDiagnosis = z.infer<typeof EngineDiagnosis>;

export const Diagnosis = z.object({
  platform: z.string().describe("Such as linux x64"),
  engines: z.array(EngineDiagnosis),
  auto: z.object({
    engine: z.string().nullable().describe("The engine that auto takes; null where none can run"),
    reason: z.string(),
  }),
});
export type Diagnosis = z.infer<typeof Diagnosis>;
