/**
 * The words of Glovebox as schemas: what goes in, what comes out, and how things fail.
 * Everything that crosses a boundary (library, command line, HTTP) is described here once.
 */
export * from "./api.ts";
export * from "./artifact.ts";
export * from "./diagnosis.ts";
export * from "./entries.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./execution.ts";
export * from "./files.ts";
export * from "./issues.ts";
export * from "./jsonShape.ts";
export * from "./limits.ts";
export * from "./notebook.ts";
export * from "./outcome.ts";
export * from "./paths.ts";
export * from "./sandbox.ts";
export * from "./session.ts";
export * from "./signals.ts";
