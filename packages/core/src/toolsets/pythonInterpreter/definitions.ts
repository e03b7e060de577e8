import { VariableNames } from "@glovebox/protocol";
import { z } from "zod";

const interpreter_id = z
  .string()
  .optional()
  .describe("An interpreter that manage_interpreters made. Default: your own");

export const RunPythonCode = z.strictObject({
  code: z.string().describe("The Python code to run"),
  result_var_name: VariableNames.element.optional().describe("The variable whose value is to be returned"),
  interpreter_id,
});
export type RunPythonCode = z.input<typeof RunPythonCode>;

/** Any text is taken as the operation, so that an unknown one is answered as a tool answers. */
export const ManageInterpreters = z.strictObject({
  operation: z.string().describe("create, list or delete"),
  interpreter_id: z.string().optional().describe("Which one, to delete it"),
});
export type ManageInterpreters = z.input<typeof ManageInterpreters>;

export const pythonTools = {
  run_python_code: {
    title: "Run Python code",
    description:
      "Runs Python code in an interpreter that keeps its variables from call to call. The value of the last expression is shown, figures are captured. Answers with stdout, stderr and, with result_var_name, that variable's value.",
    input: RunPythonCode,
  },
  manage_interpreters: {
    title: "Manage interpreters",
    description: "Creates, lists or deletes interpreters. Without any, run_python_code makes one by itself.",
    input: ManageInterpreters,
  },
} as const;
