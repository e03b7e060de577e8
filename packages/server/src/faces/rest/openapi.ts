import {
  answer,
  answered,
  answerOrEvents,
  artifactName,
  asked,
  body,
  bytes,
  clientId,
  cursor,
  failures,
  fileId,
  fileName,
  id,
  info,
  jsonSchema,
  limit,
  type Operation,
  ref,
  sha256,
} from "./describing.ts";
import { sessionPaths } from "./openapiSessions.ts";

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
        ...Object.fromEntries(Object.entries(asked).map(([name, schema]) => [name, jsonSchema(schema, "input")])),
        ...Object.fromEntries(Object.entries(answered).map(([name, schema]) => [name, jsonSchema(schema, "output")])),
      },
    },
  };
}

const paths: OpenApiDocument["paths"] = {
  "/v1/executions": {
    post: {
      summary: "Run code",
      description:
        "Answers once the program has ended, however it ended: a program that fails is still a 200. With Accept: application/x-ndjson or text/event-stream it answers at once, with events as they happen; the last one is ended. A client that disconnects stops the program.",
      parameters: [clientId],
      ...body("ExecutionRequest"),
      responses: {
        ...answerOrEvents("Execution", "Event", "The execution, or its events"),
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
        200: { description: "The bytes, as a download", content: bytes },
        ...failures(400, 403, 404),
      },
    },
  },
  "/v1/notebooks": {
    post: {
      summary: "Run a notebook",
      description:
        "Cell by cell in a session of its own. Answers with the notebook and its outputs once it has ended, also where a cell fails: that is still a 200. With Accept: application/x-ndjson or text/event-stream it tells of each cell and of what it shows; the last event is ended, with the notebook. It is an execution, with the id that the answer has: its artifacts are downloaded there, and there it is cancelled. A client that disconnects stops it.",
      parameters: [clientId],
      ...body("NotebookRequest"),
      responses: {
        ...answerOrEvents("NotebookRun", "NotebookEvent", "The notebook with its outputs, or its events"),
        ...failures(400, 403, 408, 413, 415, 429, 500, 503),
      },
    },
  },
  ...sessionPaths,
  "/v1/files": {
    post: {
      summary: "Upload a file",
      description:
        "The body is the file's bytes, of any size up to the server's maxFileBytes; it is stored as it comes. A request then has it by its id: files: {\"data.csv\": {\"id\": …}}. A content that you sent before gets the id that it has. The files whose content came longest ago go once all take more than the server's filesBytes. Content-Type: application/octet-stream, or the file's own; text/plain and the types of forms are refused, because any web page can send them.",
      parameters: [clientId, fileName],
      requestBody: { required: true, content: bytes },
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
        200: { description: "The bytes, as a download", content: bytes },
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
