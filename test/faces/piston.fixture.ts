import { dummyBox } from "../server/dummyBox.ts";
import { App, type Overrides } from "../server/served.ts";

export const PREFIX = "/api/v2";

/** A server whose python, at several versions, is the toy language of the dummy engine. */
export function openApp(overrides: Overrides = {}, versions = ["3.9.4", "3.11.7", "3.12.0-rc.1"]): Promise<App> {
  return App.open(overrides, async (settings, keeping) => dummyBox(settings, keeping, versions));
}

export function job(content: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { language: "python", version: "*", files: [{ content }], ...more };
}

export type Answer = { readonly status: number; readonly body: unknown };

/** Sends JSON, and gives what came back. */
export async function send(app: App, method: string, path: string, body?: unknown): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "Content-Type": "application/json" };
  const answer = await app.call(path, { method, headers, ...(text === undefined ? {} : { body: text }) });
  return { status: answer.status, body: await answer.json() };
}

export function execute(app: App, body: unknown, prefix = PREFIX): Promise<Answer> {
  return send(app, "POST", `${prefix}/execute`, body);
}

/** Runs a program, and gives what Piston calls its run stage. */
export async function run(
  app: App,
  content: string,
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { status, body } = await execute(app, job(content, more));
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return (body as { run: Record<string, unknown> }).run;
}
