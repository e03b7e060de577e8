/** What a request gives as a file's id to get an artifact: its execution, and its name there. */
export function artifactId(executionId: string, name: string): string {
  return `${executionId}/${name}`;
}

/** Undefined for the id of a file that was put: that one has no slash. */
export function readArtifactId(id: string): { executionId: string; name: string } | undefined {
  const cut = id.indexOf("/");
  return cut < 0 ? undefined : { executionId: id.slice(0, cut), name: id.slice(cut + 1) };
}
