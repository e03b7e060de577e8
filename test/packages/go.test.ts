import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";
import { failing, MINUTES, refusesNames, testInstalling } from "./installing.ts";

let host: Host;
beforeAll(async () => {
  host = await startHost({ mode: asRoot });
});
afterAll(() => host[Symbol.asyncDispose]());

const table = `package main
import ("os"; "github.com/olekukonko/tablewriter")
func main() { t := tablewriter.NewWriter(os.Stdout); t.Append([]string{"a", "b"}); t.Render() }
`;
const drawn = "+---+---+\n| a | b |\n+---+---+\n";

testInstalling(
  [
    {
      name: "go",
      request: {
        language: "go",
        code: 'package main\nimport ("fmt"; "github.com/google/uuid")\nfunc main() { fmt.Println(uuid.Nil) }\n',
        packages: ["github.com/google/uuid@v1.6.0"],
      },
      printed: "00000000-0000-0000-0000-000000000000\n",
    },
    {
      name: "go, by a go.mod that names what the program imports itself, and no sums",
      request: {
        language: "go",
        code: table,
        files: {
          "go.mod": "module example.com/table\n\ngo 1.18\n\nrequire github.com/olekukonko/tablewriter v0.0.5\n",
        },
      },
      printed: drawn,
    },
  ],
  () => host,
);

test("[packages.installed] a package joins those of a go.mod, in the main file's own folder", MINUTES, async () => {
  const { stdout, outcome } = await host.execute({
    language: "go",
    main: "cmd/tool/main.go",
    files: {
      "cmd/tool/main.go": `${table.replace(";", '; "fmt"; "github.com/google/uuid";').replace("{ t", "{ fmt.Println(uuid.Nil); t")}`,
      "cmd/go.mod": "module example.com/cmd\n\ngo 1.18\n\nrequire github.com/olekukonko/tablewriter v0.0.5\n",
    },
    packages: ["github.com/google/uuid"],
  });
  expect(stdout, outcome.error?.message).toBe(`00000000-0000-0000-0000-000000000000\n${drawn}`);
});

test(
  "[packages.errors] a module, a version and a checksum that do not exist are told by go itself",
  MINUTES,
  async () => {
    const packages = ["github.com/google/uuid@v99.0.0"];
    const version = await failing(host, { language: "go", code: "package main", packages });
    expect(version).toMatchObject({ code: "packages_failed" });
    expect(String(version)).toContain("go could not install github.com/google/uuid@v99.0.0");
    const files = {
      "go.mod": "module example.com/x\n\ngo 1.18\n\nrequire github.com/google/uuid v1.6.0\n",
      "go.sum": `github.com/google/uuid v1.6.0 h1:${"A".repeat(43)}=\n`,
    };
    const sum = await failing(host, { language: "go", code: "package main", files });
    expect(String(sum)).toContain("checksum mismatch");
    expect(String(sum)).toContain("go.mod");
  },
);

refusesNames(
  "go",
  [
    "-u",
    "uuid",
    "../uuid",
    "/etc/passwd",
    "./...",
    "github.com/google/uuid@v1 -x",
    "github.com/google/uuid@../x",
    "github.com/../x",
    "https://github.com/google/uuid",
    "github.com/google/uuid\n-x",
    "github.com/google/uuid'; id; '",
  ],
  () => host,
);
