import { PythonInterpreterToolSet } from "glovebox";
import { stopWithClient } from "../../executions/clients.ts";
import type { McpParts } from "./app.ts";

/**
 * The Python toolset over the server's sessions: a client is a principal, its interpreters are its sessions, and what it
 * runs in them are its executions.
 */
export function pythonTools({ runs, sessions, openArtifact }: McpParts): PythonInterpreterToolSet {
  const box = {
    sessions: {
      create: (input = {}, { principal = "", signal = new AbortController().signal, ...options } = {}) =>
        sessions.create(principal, input, { ...options, signal }),
      get: (id, { principal = "" } = {}) => sessions.get(principal, id),
      list: ({ principal = "" } = {}) => sessions.list(principal),
    },
    openArtifact,
    runCell: (session, cell, signal) => {
      const started = runs.startCell(session, cell);
      if (signal !== undefined) stopWithClient(started, signal);
      return started.events;
    },
  } satisfies ConstructorParameters<typeof PythonInterpreterToolSet>[0];
  return new PythonInterpreterToolSet(box, { principalOf: (clientId) => clientId });
}
