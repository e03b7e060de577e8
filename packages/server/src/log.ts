/** Tells the operator, on stderr, of a failure that is ours: one line of JSON. */
export function log(requestId: string, error: unknown): void {
  const { message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const line = {
    time: new Date().toISOString(),
    level: "error",
    requestId,
    message,
    stack,
    cause: cause && String(cause),
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
