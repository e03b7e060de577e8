import type { RequestInput } from "../../packages/core/src/glovebox.ts";

/** A program for each way to ask for packages. */
export type Sample = {
  readonly name: string;
  readonly request: RequestInput;
  readonly printed: string;
  /** What the same request has instead of its packages, where it needs anything. */
  readonly withoutPackages?: Partial<RequestInput>;
};

export const samples: readonly Sample[] = [
  {
    name: "pip",
    request: {
      language: "python",
      code: "import humanize, subprocess, sys\nprint(humanize.intcomma(12345))\nsubprocess.run([sys.executable, '-c', 'import humanize; print(humanize.__name__)'], check=True)",
      packages: ["Humanize==4.9.0"],
    },
    printed: "12,345\nhumanize\n",
  },
  {
    name: "pip, by inline metadata",
    request: {
      language: "python",
      code: '# /// script\n# dependencies = [\n#   "humanize==4.9.0",\n# ]\n# ///\nimport humanize; print(humanize.intcomma(1234))\n',
    },
    printed: "1,234\n",
    withoutPackages: { code: "import humanize" },
  },
  {
    name: "pip, by requirements.txt",
    request: {
      language: "python",
      code: "import humanize; print(humanize.intcomma(1234))",
      files: { "requirements.txt": "# what it needs\nhumanize==4.9.0  # numbers\n" },
    },
    printed: "1,234\n",
  },
  {
    name: "npm",
    request: {
      language: "javascript",
      code: "const odd = require('is-odd');\nimport('is-odd').then((same) => console.log(odd(3), same.default === odd));",
      packages: ["is-odd@3"],
    },
    printed: "true true\n",
  },
  {
    name: "npm, by package.json",
    request: {
      language: "typescript",
      code: "import odd from 'is-odd'; const n: number = 3; console.log(odd(n));",
      files: { "package.json": '{ "type": "module", "dependencies": { "is-odd": "^3.0.0" } }' },
    },
    printed: "true\n",
  },
  {
    name: "npm, by package.json with a scoped package, scripts and what is for development",
    request: {
      language: "javascript",
      code: "import { random } from '@lukeed/csprng'; console.log(random(8).length);",
      files: {
        "package.json": JSON.stringify({
          type: "module",
          scripts: { preinstall: "exit 1", install: "exit 1", postinstall: "exit 1", prepare: "exit 1" },
          dependencies: { "@lukeed/csprng": "^1.0.0" },
          devDependencies: { "nobody-has-a-package-of-this-name-0": "1.0.0" },
        }),
      },
    },
    printed: "8\n",
    withoutPackages: { files: { "package.json": '{ "type": "module" }' } },
  },
];
