import { FileContent, GloveboxError } from "@glovebox/protocol";
import { z } from "zod";
import { ExecuteInput } from "./input.ts";

/** A tool as an MCP server offers it. */
export type ToolDefinition = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What it takes; what comes out of it is for `execute`. */
  readonly input: z.ZodType<Partial<ExecuteInput>>;
  /** Undefined where the arguments name it. */
  readonly language?: string;
};

/** The tools of a set. Throws a GloveboxError where there is no set of that name. */
export function mcpToolset(name: string): readonly ToolDefinition[] {
  const found = Object.entries(toolsets).find(([each]) => each === name);
  if (found !== undefined) return found[1];
  const message = `toolset: there is no ${JSON.stringify(name.slice(0, 100))}; known: ${[...Object.keys(toolsets), PYTHON_TOOLSET].join(", ")}`;
  throw new GloveboxError("invalid_request", message, { field: "toolset" });
}

/** The set whose tools keep interpreters; see pythonInterpreter/mcpTools.ts. */
export const PYTHON_TOOLSET = "python";

/** Throws a GloveboxError where there is no set of that name. */
export function requireMcpToolset(name: string): void {
  if (name !== PYTHON_TOOLSET) mcpToolset(name);
}

const shape = ExecuteInput.shape;
const language = z
  .string()
  .describe('python, javascript, typescript, bash, go, rust, java, c or c++; "python@3.11" names a version');
const code = z.string().describe("The program's text, whole");
const files = z.record(z.string(), FileContent).default({}).describe("Laid beside the program, by relative path");
const packages = shape.packages.describe("Installed for this execution, such as numpy or numpy==2.1.0");
const timeout = shape.timeout.describe("Seconds that the program may take");

const Code = z.strictObject({ code, packages, timeout });
const Script = z
  .strictObject({ script: code, packages, timeout })
  .transform(({ script, ...others }) => ({ code: script, ...others }));

const SEALED =
  "It runs in a new sealed sandbox, without a network. Answers with its stdout, stderr and exit code; print what you want to see";

function ofLanguage(name: string, language: string, label: string, input: ToolDefinition["input"]): ToolDefinition {
  return { name, title: `Run ${label}`, description: `Runs ${label}. ${SEALED}.`, input, language };
}

function ofEvery(name: string, input: ToolDefinition["input"]): ToolDefinition {
  return { name, title: "Run code", description: `Runs a program in any of nine languages. ${SEALED}.`, input };
}

const execution = [
  ofEvery("execution_execute_code", z.strictObject({ language, code, files, timeout, packages })),
  ofLanguage("execution_run_python", "python", "a Python program", Code),
  ofLanguage("execution_run_bash", "bash", "a Bash script", Script),
];

/** The functions that an agent of PydanticAI knows. */
const pydantic = [
  ofEvery(
    "execute_code",
    z.strictObject({
      language,
      code,
      files,
      timeout,
      packages,
      memory_limit: shape.memory_limit,
      env_vars: shape.env_vars.describe("The program's environment variables"),
      working_dir: shape.working_dir,
    }),
  ),
  ofLanguage("execute_python", "python", "a Python program", Code),
  ofLanguage("execute_bash", "bash", "a Bash script", Script),
  ofLanguage("execute_javascript", "javascript", "a JavaScript program with Node", Code),
];

const toolsets: Readonly<Record<string, readonly ToolDefinition[]>> = Object.freeze({ execution, pydantic });
