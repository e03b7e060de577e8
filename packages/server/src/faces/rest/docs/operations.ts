import type { Operation as Described } from "../describing.ts";
import type { OpenApiDocument } from "../openapi.ts";
import type { Field, Schemas } from "./fields.ts";
import { code, shown, table } from "./markup.ts";

export type Operation = Described & { readonly id: string; readonly method: string; readonly path: string };

/** Every route of the document. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      id: `${method}${path.replaceAll(/[^a-zA-Z0-9]+/g, "-")}`,
      method: method.toUpperCase(),
      path,
    })),
  );
}

export function renderOperation(operation: Operation, schemas: Schemas): string {
  const { id, method, path, summary, description } = operation;
  return `<section id="${id}"><h3><span class="method">${method}</span> ${code(path)}: ${shown(summary)}</h3>
<p>${shown(description)}</p>
${parameters(operation, schemas)}${body(operation, schemas)}${answers(operation, schemas)}</section>`;
}

function parameters({ parameters }: Operation, schemas: Schemas): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map(({ name, in: where, required, description, schema }) => {
    const [field] = schemas.fields({
      properties: { [name]: { ...schema, description } },
      required: required ? [name] : [],
    });
    const place = where === "path" ? `{${name}}` : where === "query" ? `?${name}=` : `${name}:`;
    return [code(place), ...(field === undefined ? [] : cells(field))];
  });
  return `<h4>Parameters</h4>${table(["Parameter", "Type", "Default", "Meaning"], rows)}`;
}

function body({ requestBody }: Operation, schemas: Schemas): string {
  return Object.entries(requestBody?.content ?? {})
    .map(([type, { schema }]) => `<h4>Body (${shown(type)})</h4>${fieldTable(schemas.fields(schema))}`)
    .join("");
}

function answers({ responses }: Operation, schemas: Schemas): string {
  const rows = Object.entries(responses).map(([status, { description }]) => [code(status), shown(description)]);
  const contents = Object.entries(responses["200"]?.content ?? {});
  const bodies = contents.map(([type, { schema }]) => content(type, schema, schemas)).join("");
  return `<h4>Answers</h4>${table(["Status", "Meaning"], rows)}${bodies}`;
}

function content(type: string, schema: unknown, schemas: Schemas): string {
  const kinds = schemas.kinds(schema);
  if (kinds.length > 0 && type === "text/event-stream") return `<p>${code(type)}: the same events.</p>`;
  const tables =
    kinds.length > 0
      ? kinds.map((kind) => fieldTable(schemas.fields(kind))).join("")
      : fieldTable(schemas.fields(schema));
  return `<h4>${shown(type)}${kinds.length > 0 ? ": one of these on each line" : ""}</h4>${tables}`;
}

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map((field) => [code(field.name), ...cells(field)]);
  return rows.length === 0 ? "" : table(["Field", "Type", "Default", "Meaning"], rows);
}

function cells({ type, preset, required, description }: Field): string[] {
  return [shown(type), preset === undefined ? (required ? "" : "<i>optional</i>") : code(preset), shown(description)];
}
