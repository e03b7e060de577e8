import { randomUUID } from "node:crypto";
import { type EndedExecution, type Event, GloveboxError, invalidRequest } from "@glovebox/protocol";
import { z } from "zod";
import { emptyExecution, isEnded, recordEvent } from "../../executions/record.ts";
import type { Blob } from "../../files/blob.ts";
import { HostFolder } from "../../files/hostFolder.ts";
import type { CellInput } from "../../sessions/cellInput.ts";
import type { OpenSession } from "../../sessions/openSession.ts";
import type { SessionInput, Sessions } from "../../sessions/sessions.ts";
import { answerOf, type PythonAnswer, Shown } from "./answer.ts";
import { ManageInterpreters, pythonTools, RunPythonCode } from "./definitions.ts";

/** What the toolset needs of a Glovebox. */
export type SessionBox = {
  readonly sessions: Pick<Sessions, "create" | "get" | "list">;
  openArtifact(sha256: string): Promise<Blob>;
  /** How a cell is run. Default: by the session itself. */
  runCell?(session: OpenSession, cell: CellInput, signal: AbortSignal | undefined): AsyncIterable<Event>;
};

export type PythonToolSetOptions = {
  readonly name?: string;
  /** A folder of this machine that the interpreters work on; see HostFolder. Default: an empty workspace for each. */
  readonly workdir?: string;
  /** Runs when an interpreter starts. */
  readonly init_code?: string;
  /** Whose sessions a client's are. Default: nobody's but this toolset's. */
  readonly principalOf?: (clientId: string) => string;
  /** How its sessions are made. */
  readonly session?: Omit<SessionInput, "id" | "language" | "initCode" | "files" | "workdir">;
};

/** Who calls. Each client has interpreters of its own, and does not see those of others. */
export type Client = { readonly clientId?: string; readonly signal?: AbortSignal };

export type InterpretersAnswer = {
  readonly success: boolean;
  readonly interpreter_id?: string;
  readonly interpreters?: readonly { readonly id: string; readonly status: "running" | "busy" }[];
  readonly error?: string;
};

const FIGURES = ".matplotlib_figs";

/** Two tools for an agent that works in Python: code that keeps its variables, and the interpreters that it runs in. */
export class PythonInterpreterToolSet implements AsyncDisposable {
  readonly name: string;
  readonly #box: SessionBox;
  readonly #options: PythonToolSetOptions;
  readonly #folder: HostFolder | undefined;
  /** Principals of this toolset's clients: no other toolset's, and no caller's of the same Glovebox. */
  readonly #own = `toolset:${randomUUID()}`;
  /** Each client's own interpreter, once it has one. */
  readonly #defaults = new Map<string, Promise<OpenSession>>();

  constructor(box: SessionBox, options: PythonToolSetOptions = {}) {
    this.#box = box;
    this.#options = options;
    this.name = options.name ?? "python";
    this.#folder = options.workdir === undefined ? undefined : new HostFolder(options.workdir);
  }

  /** The tools as a model is told of them. */
  definitions(format: "openai" = "openai") {
    if (format !== "openai")
      throw new GloveboxError("invalid_request", "format: only openai is known", { field: "format" });
    return Object.entries(pythonTools).map(([name, { description, input }]) => {
      const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: "input" });
      return { type: "function" as const, function: { name, description, parameters } };
    });
  }

  /** Calls a tool by its name, as a model does. */
  async call(name: string, args: unknown, client: Client = {}): Promise<PythonAnswer | InterpretersAnswer> {
    if (name === "run_python_code") return await this.runPythonCode(args as RunPythonCode, client);
    if (name === "manage_interpreters") return await this.manageInterpreters(args as ManageInterpreters, client);
    const known = Object.keys(pythonTools).join(", ");
    const message = `name: there is no tool ${JSON.stringify(String(name).slice(0, 200))}; known: ${known}`;
    throw new GloveboxError("invalid_request", message, { field: "name" });
  }

  /** Code that fails is `success: false`. Rejects with `invalid_request` for arguments that are not in order. */
  async runPythonCode(args: RunPythonCode, client: Client = {}): Promise<PythonAnswer | InterpretersAnswer> {
    const { code, result_var_name: asked, interpreter_id } = parse(RunPythonCode, args);
    let session: OpenSession;
    try {
      session = interpreter_id === undefined ? await this.#default(client) : this.#get(interpreter_id, client);
    } catch (error) {
      if (interpreter_id !== undefined && isNotFound(error)) return notFound(interpreter_id);
      throw error;
    }
    const shown = new Shown();
    const execution = await this.#run(session, code, asked, shown, client);
    const paths = await this.#saveFigures(session, shown.figures);
    const notes = await this.#copyBack(execution);
    const answer = answerOf(execution, shown, { asked, paths });
    return notes.length === 0 ? answer : { ...answer, notes: [...(answer.notes ?? []), ...notes] };
  }

  async manageInterpreters(args: ManageInterpreters, client: Client = {}): Promise<InterpretersAnswer> {
    const { operation, interpreter_id } = parse(ManageInterpreters, args);
    switch (operation) {
      case "create":
        return { success: true, interpreter_id: (await this.#create(client)).id };
      case "list":
        return { success: true, interpreters: this.#box.sessions.list(this.#owner(client)).map(listed) };
      case "delete":
        return await this.#delete(interpreter_id, client);
      default:
        return { success: false, error: `Unknown operation: ${operation.slice(0, 200)}` };
    }
  }

  async #delete(id: string | undefined, client: Client): Promise<InterpretersAnswer> {
    if (id === undefined) return { success: false, error: "interpreter_id is required for delete operation" };
    try {
      await this.#get(id, client).close();
      return { success: true, interpreter_id: id };
    } catch (error) {
      if (isNotFound(error)) return notFound(id);
      throw error;
    }
  }

  async #run(
    session: OpenSession,
    code: string,
    asked: string | undefined,
    shown: Shown,
    { signal }: Client,
  ): Promise<EndedExecution> {
    const execution = { ...emptyExecution(), sessionId: session.id };
    const request = { code, ...(asked === undefined ? {} : { returnVariables: [asked] }) };
    const events = this.#box.runCell?.(session, request, signal) ?? session.stream(request, { signal });
    for await (const event of events) {
      shown.hear(event);
      recordEvent(execution, event);
    }
    if (!isEnded(execution)) throw new GloveboxError("internal", "the code's events stopped before it ended");
    return execution;
  }

  /** The client's own interpreter; one that has ended is replaced. */
  async #default(client: Client): Promise<OpenSession> {
    const key = client.clientId ?? "";
    const found = this.#defaults.get(key);
    const session = await found?.catch(() => undefined);
    if (session !== undefined && session.info.state !== "ended") return session;
    // Two calls at once are to share one.
    if (this.#defaults.get(key) === found) this.#defaults.set(key, this.#create(client));
    return await (this.#defaults.get(key) ?? this.#create(client));
  }

  #create(client: Client): Promise<OpenSession> {
    const { init_code, session } = this.#options;
    return this.#box.sessions.create(
      {
        ...session,
        language: "python",
        ...(init_code === undefined ? {} : { initCode: init_code }),
        ...(this.#folder === undefined ? {} : { files: Object.fromEntries(this.#folder.read()) }),
      },
      this.#owner(client),
    );
  }

  #get(id: string, client: Client): OpenSession {
    return this.#box.sessions.get(id, this.#owner(client));
  }

  #owner({ clientId = "" }: Client): { principal: string } {
    return { principal: this.#options.principalOf?.(clientId) ?? `${this.#own}:${clientId}` };
  }

  /** Into the folder of this machine, else beside the code. Answers their names there. */
  async #saveFigures(session: OpenSession, figures: readonly string[]): Promise<string[]> {
    const paths: string[] = [];
    for (const figure of figures) {
      const path = `${FIGURES}/${randomUUID()}.png`;
      const content = Buffer.from(figure, "base64");
      if (this.#folder !== undefined) await this.#folder.writeOurs(path, content);
      else if (session.info.state !== "ended") await session.files.write(path, [content]);
      paths.push(path);
    }
    return paths;
  }

  /** What the code changed comes back to the folder of this machine. Answers what did not. */
  async #copyBack({ artifacts }: EndedExecution): Promise<string[]> {
    const notes: string[] = [];
    for (const { name, sha256 } of this.#folder === undefined ? [] : artifacts) {
      await using blob = await this.#box.openArtifact(sha256);
      const problem = await this.#folder?.write(name, blob.stream());
      if (problem !== undefined) notes.push(`${name} was not copied to the working folder: ${problem}`);
    }
    return notes;
  }

  /** Ends every interpreter of every client. */
  async [Symbol.asyncDispose](): Promise<void> {
    const all = await Promise.allSettled(this.#defaults.values());
    const sessions = all.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    await Promise.all(sessions.map((session) => session.close()));
  }
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidRequest(parsed.error);
  return parsed.data;
}

function listed({ id, info: { state } }: OpenSession): { id: string; status: "running" | "busy" } {
  return { id, status: state === "busy" ? "busy" : "running" };
}

function notFound(id: string): InterpretersAnswer {
  return { success: false, error: `Interpreter ${id} not found` };
}

function isNotFound(error: unknown): boolean {
  return error instanceof GloveboxError && error.code === "not_found";
}
