import { transform } from "sucrase";

/** JavaScript from TypeScript, line by line. Types are not checked, as with every tool that runs TypeScript at once. */
export function withoutTypes(source: string): string {
  const options = { transforms: ["typescript" as const], disableESTransforms: true, keepUnusedImports: true };
  try {
    return transform(source, options).code;
  } catch (error) {
    throw asSyntaxError(error);
  }
}

function asSyntaxError(error: unknown): unknown {
  if (!(error instanceof Error) || !("loc" in error)) return error;
  const message = error.message.replace(/^Error transforming [^:]*: /, "").replace(/^Error: /, "");
  return Object.assign(new SyntaxError(message.replace(/ \(\d+:\d+\)$/, "")), { loc: error.loc });
}
