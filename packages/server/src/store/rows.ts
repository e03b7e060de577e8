import { Execution, ListedExecution } from "@glovebox/protocol";
import type { StoredExecution } from "./executionStore.ts";
import type { ExecutionRow } from "./schema.ts";

export type ListedRow = Omit<ExecutionRow, "stdout" | "stderr" | "results" | "artifacts" | "compile">;

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
] as const satisfies readonly (keyof ListedRow)[];

export function rowOf({ principal, execution }: StoredExecution): ExecutionRow {
  const { id, state, language, version, engine, environment, stdout, stderr, ...rest } = execution;
  const { createdAt, startedAt = null, endedAt = null, outcome, artifacts, results, compile, ...more } = rest;
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
  };
}

export function executionOf(row: ExecutionRow): Execution {
  const { stdout, stderr } = row;
  const [artifacts, results] = [JSON.parse(row.artifacts), JSON.parse(row.results)];
  const compile = row.compile === null ? {} : { compile: JSON.parse(row.compile) };
  return Execution.parse({ ...fieldsOf(row), ...compile, stdout, stderr, artifacts, results });
}

export function listedOf(row: ListedRow): ListedExecution {
  return ListedExecution.parse(fieldsOf(row));
}

function fieldsOf(row: ListedRow): Record<string, unknown> {
  const { id, state, language, version, engine, environment } = row;
  return {
    ...{ id, state, language, version, engine, environment },
    ...(row.outcome === null ? {} : { outcome: JSON.parse(row.outcome) }),
    createdAt: row.created_at,
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...JSON.parse(row.more),
  };
}
