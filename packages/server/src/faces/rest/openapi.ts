import {
  ApiError,
  EnvironmentList,
  Event,
  Execution,
  ExecutionList,
  ExecutionRequest,
  Health,
  Readiness,
  RuntimeList,
  StoredFile,
  StoredFileList,
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
  readonly requestBody?: { readonly required: true; readonly content: Readonly<Record<string, { schema: object }>> };
  readonly responses: Readonly<Record<string, Described>>;
};
export type OpenApiDocument = {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** The API as an OpenAPI 3.1 document, from the same schemas that check what comes in. */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: "3.1.0",
    info: {
      title: "Glovebox",
      version: "1",
      description: "Runs code in sealed sandboxes. Times are in milliseconds, sizes in bytes, timestamps in ISO 8601.",
    },
    paths,
    components: {
      schemas: {
        ExecutionRequest: jsonSchema(ExecutionRequest, "input"),
        ...Object.fromEntries(Object.entries(answered).map(([name, schema]) => [name, jsonSchema(schema, "output")])),
      },
    },
  };
}

const answered = {
  ...{ Execution, Event, ExecutionList, StoredFile, StoredFileList },
  ...{ RuntimeList, EnvironmentList, Health, Readiness, ApiError },
};
type Named = keyof typeof answered | "ExecutionRequest";

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

function ref(name: Named): { schema: object } {
  return { schema: { $ref: `#/components/schemas/${name}` } };
}

const clientId: Parameter = {
  name: "X-Client-Id",
  in: "header",
  required: false,
  description: "For whom you ask, if you ask for several: each sees only its own executions and files",
  schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,128}$" },
};
const id: Parameter = {
  name: "id",
  in: "path",
  required: true,
  description: "The execution's id",
  schema: { type: "string" },
};
const artifactName: Parameter = {
  name: "name",
  in: "path",
  required: true,
  description: "The artifact's name; slashes may be as they are or as %2F",
  schema: { type: "string" },
};
const limit: Parameter = {
  name: "limit",
  in: "query",
  required: false,
  description: "How many at most",
  schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
};
const fileId: Parameter = { ...id, description: "The file's id" };
const fileName: Parameter = {
  name: "name",
  in: "query",
  required: false,
  description: "What the file is called when it is downloaded; its ending says the type, where Content-Type does not",
  schema: { type: "string" },
};
const sha256: Parameter = {
  name: "sha256",
  in: "query",
  required: false,
  description: "Only the file of this content, if it is here: so that it need not be sent again",
  schema: { type: "string", pattern: "^[0-9a-f]{64}$" },
};
const cursor: Parameter = {
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
  413: "The body is too large",
  415: "The body is not of the type that is read here: application/json, and for a file anything that no web page can send",
  429: "Too many executions wait; Retry-After says when to try again",
  500: "Glovebox failed",
  503: "No execution can run now; Retry-After may say when",
};

function answer(name: Named, description: string, ...errors: number[]): Record<string, Described> {
  return { 200: { description, content: { "application/json": ref(name) } }, ...failures(...errors) };
}

function failures(...statuses: number[]): Record<string, Described> {
  const one = (status: number) => ({
    description: meanings[status] ?? "An error",
    content: { "application/json": ref("ApiError") },
  });
  return Object.fromEntries(statuses.map((status) => [String(status), one(status)]));
}

function info(summary: string, description: string, responses: Record<string, Described>): { get: Operation } {
  return { get: { summary, description, parameters: [], responses } };
}

const paths: OpenApiDocument["paths"] = {
  "/v1/executions": {
    post: {
      summary: "Run code",
      description:
        "Answers once the program has ended, however it ended: a program that fails is still a 200. With Accept: application/x-ndjson or text/event-stream it answers at once, with events as they happen; the last one is ended. A client that disconnects stops the program.",
      parameters: [clientId],
      requestBody: { required: true, content: { "application/json": ref("ExecutionRequest") } },
      responses: {
        200: {
          description: "The execution, or its events",
          content: {
            "application/json": ref("Execution"),
            "application/x-ndjson": ref("Event"),
            "text/event-stream": ref("Event"),
          },
        },
        ...failures(400, 403, 408, 413, 415, 429, 500, 503),
      },
    },
    get: {
      summary: "List executions",
      description: "Newest first, without output, results and artifacts.",
      parameters: [clientId, limit, cursor],
      responses: answer("ExecutionList", "One page", 400, 403),
    },
  },
  "/v1/executions/{id}": {
    get: {
      summary: "Look at an execution",
      description: "Also while it waits or runs: then with what has come so far.",
      parameters: [clientId, id],
      responses: answer("Execution", "The execution", 400, 403, 404),
    },
    delete: {
      summary: "Cancel an execution",
      description: "Answers once it has ended. One that has ended already stays as it is.",
      parameters: [clientId, id],
      responses: answer("Execution", "The execution as it ended", 400, 403, 404),
    },
  },
  "/v1/executions/{id}/artifacts/{name}": {
    get: {
      summary: "Download an artifact",
      description: "A file that the program created or changed in its workspace.",
      parameters: [clientId, id, artifactName],
      responses: {
        200: { description: "The bytes, as a download", content: { "application/octet-stream": { schema: {} } } },
        ...failures(400, 403, 404),
      },
    },
  },
  "/v1/files": {
    post: {
      summary: "Upload a file",
      description:
        "The body is the file's bytes, of any size up to the server's maxFileBytes; it is stored as it comes. A request then has it by its id: files: {\"data.csv\": {\"id\": …}}. A content that you sent before gets the id that it has. The files whose content came longest ago go once all take more than the server's filesBytes. Content-Type: application/octet-stream, or the file's own; text/plain and the types of forms are refused, because any web page can send them.",
      parameters: [clientId, fileName],
      requestBody: { required: true, content: { "application/octet-stream": { schema: {} } } },
      responses: answer("StoredFile", "The file as it is kept", 400, 403, 408, 413, 415, 500, 503),
    },
    get: {
      summary: "List files",
      description: "Newest first.",
      parameters: [clientId, limit, cursor, sha256],
      responses: answer("StoredFileList", "One page", 400, 403),
    },
  },
  "/v1/files/{id}": {
    get: {
      summary: "Look at a file",
      description: "What is known of it.",
      parameters: [clientId, fileId],
      responses: answer("StoredFile", "The file", 400, 403, 404),
    },
    delete: {
      summary: "Remove a file",
      description: "Executions that were given it keep it to their end.",
      parameters: [clientId, fileId],
      responses: answer("StoredFile", "The file that was removed", 400, 403, 404),
    },
  },
  "/v1/files/{id}/content": {
    get: {
      summary: "Download a file",
      description: "The bytes as they were sent.",
      parameters: [clientId, fileId],
      responses: {
        200: { description: "The bytes, as a download", content: { "application/octet-stream": { schema: {} } } },
        ...failures(400, 403, 404),
      },
    },
  },
  "/v1/runtimes": info("List languages", "Each version that can run here.", answer("RuntimeList", "All")),
  "/v1/environments": info(
    "List environments",
    "Sets of packages that a request can name.",
    answer("EnvironmentList", "All"),
  ),
  "/healthz": info("Is the server alive?", "Always quick; touches nothing.", answer("Health", "It is")),
  "/readyz": info("Can it run code?", "Looks at the engine; the answer may be a minute old.", {
    ...answer("Readiness", "It can"),
    503: { description: "It cannot, or it is stopping", content: { "application/json": ref("Readiness") } },
  }),
  "/metrics": info("Numbers of executions", "How many ended in which way and how long they ran, for Prometheus.", {
    200: { description: "Prometheus's text format", content: { "text/plain": { schema: { type: "string" } } } },
  }),
  "/openapi.json": info("This API as OpenAPI 3.1", "For tools and generators of clients.", {
    200: { description: "The document", content: { "application/json": { schema: { type: "object" } } } },
  }),
};
