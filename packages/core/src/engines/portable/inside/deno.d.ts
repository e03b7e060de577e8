/** As much of Deno as the inside needs. Its whole declarations would clash with Node's. */
declare namespace Deno {
  type PermissionName = "read" | "write" | "net" | "env" | "sys" | "run" | "ffi" | "import";
  type PermissionState = "granted" | "denied" | "prompt";
  const stdin: { readSync(into: Uint8Array): number | null };
  const stdout: { writeSync(data: Uint8Array): number };
  const stderr: { writeSync(data: Uint8Array): number };
  const permissions: {
    querySync(descriptor: { name: PermissionName; path?: string }): { state: PermissionState };
    revokeSync(descriptor: { name: PermissionName }): { state: PermissionState };
  };
  const version: { deno: string; typescript: string };
  function readFileSync(path: string): Uint8Array;
  let exit: (code?: number) => never;
}

/** Names of the web that Deno has and Node's declarations do not. */
declare class Worker {
  constructor(url: string, options: { type: "module" });
  postMessage(message: unknown): void;
  onmessage: (event: { readonly data: unknown }) => void;
}
declare function addEventListener(type: "unload", listener: () => void): void;
declare function addEventListener(type: "error", listener: (event: Event & { error: unknown }) => void): void;
declare function addEventListener(
  type: "unhandledrejection",
  listener: (event: Event & { reason: unknown }) => void,
): void;
