import { Event, Execution, ExecutionRequest, errorCodes, Limits, Status } from "@glovebox/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { App } from "./served.ts";

const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

let app: App;
let page: string;
beforeAll(async () => {
  app = await App.open();
  page = await (await app.call("/docs")).text();
});
afterAll(() => app[Symbol.asyncDispose]());

test("[server.docs] the page names every route, field, limit, status and error code", async () => {
  const document = Document.parse(await (await app.call("/openapi.json")).json());
  const said = [
    ...Object.keys(document.paths),
    ...Object.keys(ExecutionRequest.shape),
    ...Object.keys(Execution.shape),
    ...Object.keys(Limits.shape).map((name) => `limits.${name}`),
    ...Event.options.flatMap(({ shape }) => [...shape.type.values, ...Object.keys(shape)]),
    ...Status.options,
    ...errorCodes,
  ];
  expect(
    said.filter(
      (word) =>
        !page.includes(`<code>${word}</code>`) && !page.includes(`"${word}"`) && !page.includes(`&quot;${word}&quot;`),
    ),
  ).toEqual([]);
});

test("[server.docs] the routes of the document are those that the server has", async () => {
  const document = Document.parse(await (await app.call("/openapi.json")).json());
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(
      (method) => `${method.toUpperCase()} ${path.replace(/\{(name|path)\}$/, "*").replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ),
  );
  const methods = new Set(["GET", "POST", "PUT", "DELETE"]);
  const served = app.parts.app.restRoutes
    .filter(({ method }) => methods.has(method))
    .map(({ method, path }) => `${method} ${path}`);
  expect([...described, "GET /docs"].sort()).toEqual([...new Set(served)].sort());
});

test("[server.docs] every reference of the document leads somewhere", async () => {
  const text = await (await app.call("/openapi.json")).text();
  const { components } = JSON.parse(text);
  const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !(name in components.schemas))).toEqual([]);
  expect(text).not.toContain("#/$defs");
});

test("[server.docs] the page loads nothing and runs nothing", async () => {
  const answer = await app.call("/docs");
  expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script|<img|<link|@import|url\(|\son\w+=/);
});

test("[server.docs] the page's first example works as it is", async () => {
  const [, body = ""] = /-d '(\{.*?\})'/s.exec(page.replaceAll("&quot;", '"')) ?? [];
  expect(page).toContain("curl http://localhost");
  const answer = await app.post(body.replace("print(6 * 7)", "print 42"));
  expect(await answer.json()).toMatchObject({ stdout: "42\n" });
});
