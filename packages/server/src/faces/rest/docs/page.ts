import type { ErrorCode } from "@glovebox/protocol";
import { statusOf } from "../../failures.ts";
import { openApiDocument } from "../openapi.ts";
import { examples, opening } from "./examples.ts";
import { Schemas } from "./fields.ts";
import { code, shown, table } from "./markup.ts";
import { operationsOf, renderOperation } from "./operations.ts";
import { style } from "./style.ts";
import { errorMeanings, statusMeanings } from "./words.ts";

/** Nothing is loaded and nothing runs. */
export const docsHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** The API as a page to read, made from the OpenAPI document. `origin` is how the reader reached this server. */
export function docsPage(origin: string): string {
  const document = openApiDocument();
  const schemas = new Schemas(document.components.schemas);
  const operations = operationsOf(document);
  const links = operations.map(({ id, method, path }) => `<li><a href="#${id}">${method} ${shown(path)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Glovebox: the HTTP API</title>
<style>${style}</style>
</head>
<body>
<header><h1>Glovebox: the HTTP API</h1>${opening(origin)}</header>
<nav aria-label="Contents"><ul>
<li><a href="#start">First request</a></li><li><a href="#streaming">Streaming</a></li>
<li><a href="#sessions">Sessions</a></li>
<li><a href="#statuses">How executions end</a></li><li><a href="#limits">Limits</a></li>
<li><a href="#errors">Errors</a></li><li><a href="#rules">Rules</a></li>
${links.join("\n")}
</ul></nav>
<main>
${examples(origin)}
<section id="statuses"><h2>How executions end</h2>
<p>A program that fails is an answer like any other: status 200, and ${code("outcome.status")} says how it ended.</p>
${table(
  ["outcome.status", "Meaning"],
  Object.entries(statusMeanings).map(([status, text]) => [code(status), shown(text)]),
)}
</section>
<section id="limits"><h2>Limits</h2>
<p>Every execution has all of them. Give other ones in ${code("limits")}. The clock starts when the code starts.</p>
${limitsTable(schemas)}
</section>
<section id="errors"><h2>Errors</h2>
<p>Every answer with a status of 400 or above has this body, and the same id in the header ${code("X-Request-Id")}:</p>
<pre>{"error": {"code": "invalid_request", "message": "unknown field \\"tiemout\\"", "field": "tiemout",
           "advice": "…", "requestId": "0e4a…"}}</pre>
${table(
  ["error.code", "Status", "Meaning"],
  Object.entries(statusOf).map(([name, status]) => [
    code(name),
    String(status),
    shown(errorMeanings[name as ErrorCode]),
  ]),
)}
</section>
<section id="rules"><h2>Rules</h2><ul>
<li>Unknown fields are refused by name, so a typing error is never ignored.</li>
<li>${code("X-Client-Id")} (1 to 128 letters, digits, ${code("_ . -")}) keeps several clients apart: what belongs to another one is not found.</li>
<li>Web pages cannot call this server, unless the operator lists their origin in ${code("allowedOrigins")}; the Host header must be localhost, 127.0.0.1, [::1], or listed in ${code("allowedHosts")}.</li>
<li>HEAD works wherever GET does. Ids are UUIDv7, timestamps ISO 8601 in UTC.</li>
</ul></section>
<h2>Routes</h2>
${operations.map((operation) => renderOperation(operation, schemas)).join("\n")}
</main>
</body>
</html>
`;
}

function limitsTable(schemas: Schemas): string {
  const limits = schemas
    .fields({ $ref: "#/components/schemas/ExecutionRequest" })
    .filter(({ name }) => name.startsWith("limits."));
  return table(
    ["Field", "Meaning"],
    limits.map(({ name, description }) => [code(name), shown(description)]),
  );
}
