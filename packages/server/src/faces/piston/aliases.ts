/** Names that Piston's own packages give a language, beside ours: clients have them written into them. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  python: ["py", "py3", "python3"],
  javascript: ["node-javascript", "node-js", "js"],
  typescript: ["ts", "node-ts", "tsc", "typescript5", "ts5"],
  bash: ["sh"],
  go: ["golang"],
  rust: ["rs"],
  c: ["gcc"],
  "c++": ["cpp", "g++"],
};

type Named = { readonly language: string; readonly version: string; readonly aliases: readonly string[] };

/** Ours and Piston's, each once. A version of Python also has one of its own, such as python3.11. */
export function aliasesOf({ language, version, aliases }: Named): readonly string[] {
  const [major, minor] = version.split(".");
  const own = language === "python" ? [`python${major}.${minor}`] : [];
  return [...new Set([...(ALIASES[language] ?? []), ...aliases, ...own])];
}
