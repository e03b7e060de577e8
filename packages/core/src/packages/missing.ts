type Pattern = { readonly language: string; readonly said: RegExp; readonly hint: (name: string) => string };

const add = (name: string) => `if ${name} is a package: add ${JSON.stringify(name)} to packages`;

/** What compilers say of what is not there. */
const PATTERNS: readonly Pattern[] = [
  { language: "go", said: /no required module provides package ([\w./~-]+)/, hint: add },
  { language: "go", said: /cannot find module providing package ([\w./~-]+)/, hint: add },
  { language: "rust", said: /missing a crate named `(\w+)`/, hint: add },
  { language: "rust", said: /can't find crate for `(\w+)`/, hint: add },
  {
    language: "java",
    said: /error: package ([\w.]+) does not exist/,
    hint: (name) => `if ${name} is of a Maven artifact: add that to packages, as group:artifact:version`,
  },
];

/** What to ask for where a program does not compile because something is missing. */
export function missingPackageHint(language: string, said: string): string | undefined {
  for (const pattern of PATTERNS) {
    const name = pattern.language === language ? pattern.said.exec(said)?.[1] : undefined;
    if (name !== undefined) return pattern.hint(name);
  }
  return undefined;
}
