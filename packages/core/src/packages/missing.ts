type Pattern = {
  readonly language: string;
  readonly said: RegExp;
  readonly hint: (names: readonly string[]) => string;
};

const MOST_NAMED = 5;

function add(names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name)).join(", ");
  return `if ${names.join(", ")} ${names.length === 1 ? "is a package" : "are packages"}: add ${quoted} to packages`;
}

/** What Node says of a package that is not there. A path is none, and neither is a name of Node's own with a colon. */
const BY_NODE = /Cannot find (?:module|package) '((?:@[\w.~-]+\/)?[\w~-][\w.~-]*)(?:\/[^']*)?'[\s\S]*MODULE_NOT_FOUND/;

/** What compilers say of what is not there, and those that compile nothing when they run. */
const PATTERNS: readonly Pattern[] = [
  { language: "go", said: /no required module provides package ([\w./~-]+)/, hint: add },
  { language: "go", said: /cannot find module providing package ([\w./~-]+)/, hint: add },
  { language: "rust", said: /missing a crate named `(\w+)`/, hint: add },
  { language: "rust", said: /can't find crate for `(\w+)`/, hint: add },
  { language: "javascript", said: BY_NODE, hint: add },
  { language: "typescript", said: BY_NODE, hint: add },
  {
    language: "java",
    said: /error: package ([\w.]+) does not exist/,
    hint: ([name]) => `if ${name} is of a Maven artifact: add that to packages, as group:artifact:version`,
  },
];

/** Whether it is known when a program runs that something is missing, and not before. */
export function missesWhenRun(language: string): boolean {
  return language === "javascript" || language === "typescript";
}

/** What to ask for where a program does not compile, or ends, because something is missing. */
export function missingPackageHint(language: string, said: string): string | undefined {
  for (const pattern of PATTERNS) {
    if (pattern.language !== language) continue;
    const names = [...said.matchAll(new RegExp(pattern.said, "g"))].flatMap(([, name]) => name ?? []);
    if (names.length > 0) return pattern.hint([...new Set(names)].slice(0, MOST_NAMED));
  }
  return undefined;
}
