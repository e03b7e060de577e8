import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";
import { failing, MINUTES, refusesNames, testInstalling } from "./installing.ts";

let host: Host;
beforeAll(async () => {
  host = await startHost({ mode: asRoot });
});
afterAll(() => host[Symbol.asyncDispose]());

testInstalling(
  [
    {
      name: "apt",
      request: {
        language: "bash",
        // A program in C with a library, one in Perl with data, and one whose name is an alternative.
        code: "set -eo pipefail\necho '{\"a\":[1,2]}' | jq -c .a\ncowsay moo | sed -n 2p\nfiglet -f small hi | sed -n 1p\n",
        packages: ["jq", "cowsay", "figlet"],
      },
      printed: "[1,2]\n< moo >\n _    _ \n",
    },
    {
      name: "apt, for C",
      request: {
        language: "c",
        code: '#include <stdio.h>\n#include <gmp.h>\nint main() { mpz_t n; mpz_init_set_ui(n, 7); gmp_printf("%Zd\\n", n); }\n',
        packages: ["libgmp-dev"],
      },
      printed: "7\n",
    },
  ],
  () => host,
);

test("[packages.errors] a package and a version that do not exist are told by apt itself", MINUTES, async () => {
  const asking = (...packages: string[]) => failing(host, { language: "bash", code: "true", packages });
  const unknown = await asking("no-such-package-of-anybody");
  expect(unknown).toMatchObject({ code: "packages_failed" });
  expect(String(unknown)).toContain("Unable to locate package no-such-package-of-anybody");
  expect(String(await asking("jq=99.9"))).toContain("Version '99.9' for 'jq' was not found");
});

refusesNames(
  "bash",
  [
    "-y",
    "jq-",
    "../jq",
    "/etc/passwd",
    "./x.deb",
    "jq/stable",
    "jq=1 -y",
    "jq\n-y",
    "jq;id",
    "JQ",
    "jq:amd64",
    "task^",
  ],
  () => host,
);
