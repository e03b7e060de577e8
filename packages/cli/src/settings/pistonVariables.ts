import { GloveboxError } from "glovebox";
import type { Field } from "./fields.ts";
import type { Given, Variables } from "./sources.ts";
import { readText } from "./text.ts";

const ADDRESS = "PISTON_BIND_ADDRESS";

/**
 * What a Piston server's environment says. Others than those that have a meaning here are passed over: the name is not
 * ours, and Piston passes them over as well.
 */
export function fromPistonVariables(fields: readonly Field[], variables: Variables): Given[] {
  const named = fields.flatMap((field) => {
    const source = field.otherVariable;
    const text = source === undefined ? undefined : variables[source];
    if (source === undefined || text === undefined || text === "") return [];
    return [{ field, value: readText(field, text, source), source }];
  });
  return [...fromAddress(fields, variables[ADDRESS] ?? ""), ...named];
}

/** One variable for two settings of ours. */
function fromAddress(fields: readonly Field[], address: string): Given[] {
  if (address === "") return [];
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined)
    throw new GloveboxError("invalid_request", `${ADDRESS} ${JSON.stringify(address)}: give address:port`, {
      field: ADDRESS,
    });
  const values: Readonly<Record<string, unknown>> = { host, port: Number(port) };
  return fields.flatMap((field) =>
    field.name in values ? [{ field, value: values[field.name], source: ADDRESS }] : [],
  );
}
