import { Execution, ListedExecution } from "@glovebox/protocol";
import type { StoredExecution } from "./executionStore.ts";
import type { ExecutionRow } from "./schema.ts";

export type ListedRow = Omit<ExecutionRow, "stdout" | "stderr" | "results" | "artifacts" | "compile" | "variables">;

/** The columns of a list: without those that may be large. */
export const listedColumns = [
  "id",
  "principal",
  "state",
  "language",
  "version",
  "engine",
  "environment",
  "created_at",
  "started_at",
  "ended_at",
  "outcome",
  "more",
  "session_id",
] as const satisfies readonly (keyof ListedRow)[];

export function rowOf({ principal, execution }: StoredExecution): ExecutionRow {
  const { id, state, language, version, engine, environment, stdout, stderr, ...rest } = execution;
  const { createdAt, startedAt = null, endedAt = null, outcome, artifacts, results, compile, ...others } = rest;
  const { sessionId = null, variables, ...more } = others;
  return {
    ...{ id, principal, state, language, version, engine, environment },
    created_at: createdAt,
    started_at: startedAt,
    ended_at: endedAt,
    outcome: outcome === undefined ? null : JSON.stringify(outcome),
    more: JSON.stringify(more),
    artifacts: JSON.stringify(artifacts),
    results: JSON.stringify(results),
    ...{ stdout, stderr },
    compile: compile === undefined ? null : JSON.stringify(compile),
    session_id: sessionId,
    variables: variables === undefined ? null : JSON.stringify(variables),
  };
}

export function executionOf(row: ExecutionRow): Execution {
  const { stdout, stderr } = row;
  const [artifacts, results] = [JSON.parse(row.artifacts), JSON.parse(row.results)];
  const compile = row.compile === null ? {} : { compile: JSON.parse(row.compile) };
  const variables = row.variables === null ? {} : { variables: JSON.parse(row.variables) };
  return Execution.parse({ ...fieldsOf(row), ...compile, ...variables, stdout, stderr, artifacts, results });
}

export function listedOf(row: ListedRow): ListedExecution {
  return ListedExecution.parse(fieldsOf(row));
}

function fieldsOf(row: ListedRow): Record<string, unknown> {
  const { id, state, language, version, engine, environment } = row;
  return {
    ...{ id, state, language, version, engine, environment },
    ...(row.outcome === null ? {} : { outcome: JSON.parse(row.outcome) }),
    ...(row.session_id === null ? {} : { sessionId: row.session_id }),
    createdAt: row.created_at,
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...JSON.parse(row.more),
  };
}
