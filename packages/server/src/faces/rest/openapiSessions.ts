import {
  answer,
  answerOrEvents,
  body,
  bytes,
  clientId,
  failures,
  id,
  type Operation,
  type Parameter,
  ref,
} from "./describing.ts";

const sessionId: Parameter = { ...id, description: "The session's id" };
const path: Parameter = {
  name: "path",
  in: "path",
  required: true,
  description:
    "Below the session's workdir, or absolute in /workspace, /home/user or /tmp: then with its first slash as %2F. Other slashes may be as they are",
  schema: { type: "string" },
};
const folder: Parameter = {
  name: "path",
  in: "query",
  required: false,
  description: "The folder. Default: the session's workdir",
  schema: { type: "string", default: "." },
};
const depth: Parameter = {
  name: "depth",
  in: "query",
  required: false,
  description: "How many levels of folders are listed",
  schema: { type: "integer", minimum: 1, maximum: 100, default: 1 },
};
const recursive: Parameter = {
  name: "recursive",
  in: "query",
  required: false,
  description: "true: a folder goes with all that is in it",
  schema: { type: "string", enum: ["true", "false"], default: "false" },
};
const range: Parameter = {
  name: "Range",
  in: "header",
  required: false,
  description: "One range of bytes, such as bytes=0-1023",
  schema: { type: "string" },
};

/** What there is for sessions, by path. */
export const sessionPaths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  "/v1/sessions": {
    post: {
      summary: "Make a session",
      description:
        "An interpreter that stays, and keeps its variables from cell to cell. With Accept: application/x-ndjson or text/event-stream it tells of its progress while an environment or packages are installed; the last event is created or failed. A client that disconnects before it is made leaves none.",
      parameters: [clientId],
      ...body("SessionRequest"),
      responses: {
        ...answerOrEvents("Session", "SessionEvent", "The session"),
        ...failures(400, 403, 408, 409, 413, 415, 422, 429, 500, 503),
      },
    },
    get: {
      summary: "List sessions",
      description: "Those that live, the oldest first.",
      parameters: [clientId],
      responses: answer("SessionList", "All of yours", 400, 403),
    },
  },
  "/v1/sessions/{id}": {
    get: {
      summary: "Look at a session",
      description: "What it is, and whether a cell runs in it.",
      parameters: [clientId, sessionId],
      responses: answer("Session", "The session", 400, 403, 404),
    },
    delete: {
      summary: "End a session",
      description: "Its cells are cancelled. Its files go with the last of it and its branches.",
      parameters: [clientId, sessionId],
      responses: answer("Session", "The session as it ended", 400, 403, 404),
    },
  },
  "/v1/sessions/{id}/executions": {
    post: {
      summary: "Run a cell",
      description:
        "Cells of one session run one after another, in the order in which they came. Otherwise as POST /v1/executions: a cell that fails is still a 200, its execution can be looked up and cancelled by its id, and a client that disconnects interrupts it.",
      parameters: [clientId, sessionId],
      ...body("CellRequest"),
      responses: {
        ...answerOrEvents("Execution", "Event", "The execution, or its events"),
        ...failures(400, 403, 404, 408, 413, 415, 429, 500, 503),
      },
    },
  },
  "/v1/sessions/{id}/interrupt": {
    post: {
      summary: "Interrupt the cell that runs",
      description: "As Ctrl-C does; what it has done so far stays. Without a cell nothing happens. Takes no body.",
      parameters: [clientId, sessionId],
      responses: answer("Session", "The session", 400, 403, 404),
    },
  },
  "/v1/sessions/{id}/restart": {
    post: {
      summary: "Begin anew",
      description:
        "Cells that run and wait are cancelled, variables go, files stay, and initCode runs again. Takes no body.",
      parameters: [clientId, sessionId],
      responses: answer("Session", "The session, as new", 400, 403, 404, 500),
    },
  },
  "/v1/sessions/{id}/branch": {
    post: {
      summary: "Branch a session",
      description:
        "Sessions with the variables that this one has now, in the same sandbox: they share its files and its limits, and outlive it. Without a body one is made.",
      parameters: [clientId, sessionId],
      ...body("BranchRequest", false),
      responses: answer("SessionList", "The branches", 400, 403, 404, 409, 415, 429, 500),
    },
  },
  "/v1/sessions/{id}/variables": {
    get: {
      summary: "List variables",
      description:
        "With types, shapes and short previews; no code of the program runs for it. Waits for the cells before.",
      parameters: [clientId, sessionId],
      responses: answer("VariableList", "All", 400, 403, 404, 429),
    },
  },
  "/v1/sessions/{id}/output": {
    get: {
      summary: "Hear what is said between cells",
      description:
        "Output of threads and processes that a cell left running, from now on until the session ends: events of the types stdout and stderr. Lines of JSON, or server-sent events where Accept asks for them.",
      parameters: [clientId, sessionId],
      responses: {
        200: {
          description: "The events",
          content: { "application/x-ndjson": ref("Event"), "text/event-stream": ref("Event") },
        },
        ...failures(400, 403, 404),
      },
    },
  },
  "/v1/sessions/{id}/stream": {
    get: {
      summary: "Talk to a session over a WebSocket",
      description:
        "Cells, what they read, interrupts, and events, on one connection: see Sessions above. A request that is no WebSocket is refused.",
      parameters: [clientId, sessionId],
      responses: { 101: { description: "The WebSocket" }, ...failures(400, 403, 404, 429, 503) },
    },
  },
  "/v1/sessions/{id}/files": {
    get: {
      summary: "List a folder of a session",
      description: "Also while a cell runs. Links are named and never followed.",
      parameters: [clientId, sessionId, folder, depth],
      responses: answer("FileEntryList", "What is in it", 400, 403, 404, 409),
    },
  },
  "/v1/sessions/{id}/files/{path}": {
    get: {
      summary: "Read a file of a session",
      description: "Regular files only, whole or in part.",
      parameters: [clientId, sessionId, path, range],
      responses: {
        200: { description: "The bytes, as a download", content: bytes },
        206: { description: "The part that Range asks for", content: bytes },
        ...failures(400, 403, 404, 409, 416),
      },
    },
    put: {
      summary: "Write a file of a session",
      description:
        "The body is the file's bytes, of any size up to the server's maxFileBytes. Its folders are made; a file that is there is replaced once the new one has come whole. Content-Type: as for POST /v1/files.",
      parameters: [clientId, sessionId, path],
      requestBody: { required: true, content: bytes },
      responses: answer("FileEntry", "The file", 400, 403, 404, 408, 409, 413, 415, 429),
    },
    delete: {
      summary: "Remove a file or folder of a session",
      description: "A folder with something in it only with recursive.",
      parameters: [clientId, sessionId, path, recursive],
      responses: answer("FileEntry", "What was removed", 400, 403, 404, 409),
    },
  },
};
