import {
  ApiError,
  BranchRequest,
  CellRequest,
  EnvironmentList,
  Event,
  Execution,
  ExecutionList,
  ExecutionRequest,
  FileEntry,
  FileEntryList,
  Health,
  NotebookEvent,
  NotebookRequest,
  NotebookRun,
  Readiness,
  RuntimeList,
  Session,
  SessionEvent,
  SessionList,
  SessionRequest,
  StoredFile,
  StoredFileList,
  VariableList,
} from "@glovebox/protocol";
import { z } from "zod";

/** As much of OpenAPI as we say. */
export type Described = {
  readonly description: string;
  readonly content?: Readonly<Record<string, { schema: object }>>;
};
export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description: string;
  readonly schema: object;
};
export type Operation = {
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<Record<string, Described>>;
};
/** What is answered, by the names that the document has for it. */
export const answered = {
  ...{ Execution, Event, ExecutionList, StoredFile, StoredFileList },
  ...{ Session, SessionList, SessionEvent, VariableList, FileEntry, FileEntryList },
  ...{ NotebookRun, NotebookEvent },
  ...{ RuntimeList, EnvironmentList, Health, Readiness, ApiError },
};
/** What is asked. */
export const asked = { ExecutionRequest, NotebookRequest, SessionRequest, CellRequest, BranchRequest };
type Named = keyof typeof answered | keyof typeof asked;

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
export function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

export function ref(name: Named): { schema: object } {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

export const clientId: Parameter = {
  name: "X-Client-Id",
  in: "header",
  required: false,
  description: "For whom you ask, if you ask for several: each sees only its own executions, sessions and files",
  schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,128}$" },
};
export const id: Parameter = {
  name: "id",
  in: "path",
  required: true,
  description: "The execution's id",
  schema: { type: "string" },
};
export const artifactName: Parameter = {
  name: "name",
  in: "path",
  required: true,
  description: "The artifact's name; slashes may be as they are or as %2F",
  schema: { type: "string" },
};
export const limit: Parameter = {
  name: "limit",
  in: "query",
  required: false,
  description: "How many at most",
  schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
};
export const fileId: Parameter = { ...id, description: "The file's id" };
export const fileName: Parameter = {
  name: "name",
  in: "query",
  required: false,
  description: "What the file is called when it is downloaded; its ending says the type, where Content-Type does not",
  schema: { type: "string" },
};
export const sha256: Parameter = {
  name: "sha256",
  in: "query",
  required: false,
  description: "Only the file of this content, if it is here: so that it need not be sent again",
  schema: { type: "string", pattern: "^[0-9a-f]{64}$" },
};
export const cursor: Parameter = {
  name: "cursor",
  in: "query",
  required: false,
  description: "Where the list goes on: nextCursor of the page before",
  schema: { type: "string" },
};

const meanings: Readonly<Record<number, string>> = {
  400: "Something in the request is wrong; field names it",
  403: "A web page or a foreign Host header: not for this server",
  404: "There is no such thing, or it is another client's",
  408: "The request did not come whole in time",
  409: "What is there, or is just being done, stands in the way",
  413: "The body is too large, or there is no room for it",
  415: "The body is not of the type that is read here: application/json, and for a file anything that no web page can send",
  416: "The header Range asks for bytes that are not there",
  429: "Too many executions wait, or too many sessions are open; Retry-After says when to try again",
  500: "Glovebox failed",
  503: "No execution can run now; Retry-After may say when",
};

export function answer(name: Named, description: string, ...errors: number[]): Record<string, Described> {
  return { 200: { description, content: { "application/json": ref(name) } }, ...failures(...errors) };
}

export function failures(...statuses: number[]): Record<string, Described> {
  const one = (status: number) => ({
    description: meanings[status] ?? "An error",
    content: { "application/json": ref("ApiError") },
  });
  return Object.fromEntries(statuses.map((status) => [String(status), one(status)]));
}

export function info(summary: string, description: string, responses: Record<string, Described>): { get: Operation } {
  return { get: { summary, description, parameters: [], responses } };
}

/** A body of JSON. */
export function body(name: Named, required = true): { requestBody: NonNullable<Operation["requestBody"]> } {
  return { requestBody: { required, content: { "application/json": ref(name) } } };
}

/** An answer that is whole, or its events as they happen, as the client's Accept asks. */
export function answerOrEvents(whole: Named, events: Named, description: string): Record<string, Described> {
  const content = {
    "application/json": ref(whole),
    "application/x-ndjson": ref(events),
    "text/event-stream": ref(events),
  };
  return { 200: { description, content } };
}

export const bytes = { "application/octet-stream": { schema: {} } };
