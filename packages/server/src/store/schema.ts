/** The tables as Kysely sees them. JSON columns hold text. */
export type Tables = {
  executions: ExecutionRow;
  files: FileRow;
  glovebox_schema: { version: number };
};

export type ExecutionRow = {
  id: string;
  principal: string;
  state: "queued" | "running" | "ended";
  language: string;
  version: string;
  engine: string;
  environment: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  outcome: string | null;
  /** What has no column of its own. */
  more: string;
  artifacts: string;
  results: string;
  stdout: string;
  stderr: string;
  compile: string | null;
  session_id: string | null;
  variables: string | null;
};

export type FileRow = {
  id: string;
  principal: string;
  sha256: string;
  size: number;
  created_at: string;
  name: string | null;
  mime_type: string;
};
