import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";
import { failing, MINUTES, refusesNames, testInstalling } from "./installing.ts";

let host: Host;
beforeAll(async () => {
  // rustup's folder is below the home of whoever runs the tests.
  const env = { RUSTUP_HOME: process.env["RUSTUP_HOME"] ?? join(homedir(), ".rustup") };
  host = await startHost({ mode: asRoot, env });
});
afterAll(() => host[Symbol.asyncDispose]());

testInstalling(
  [
    {
      name: "crates",
      request: {
        language: "rust",
        // FromStr of a derived type needs a macro, which is compiled and run while the crates are.
        code: 'use strum::EnumString;\n#[derive(EnumString, Debug)] enum Word { Yes }\nfn main() { println!("{:?}", "Yes".parse::<Word>().unwrap()); }\n',
        packages: ["strum@0.24[derive]"],
      },
      printed: "Yes\n",
    },
    {
      name: "crates, by Cargo.toml",
      request: {
        language: "rust",
        main: "src/main.rs",
        files: {
          "Cargo.toml":
            '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n\n[[bin]]\nname = "other"\npath = "src/main.rs"\n\n[dependencies]\nitoa = "1"\nhelper = { path = "helper" }\n',
          "src/main.rs": 'fn main() { println!("{} {}", itoa::Buffer::new().format(42u64), helper::help()); }\n',
          "helper/Cargo.toml": '[package]\nname = "helper"\nversion = "0.1.0"\nedition = "2021"\n',
          "helper/src/lib.rs": 'pub fn help() -> &\'static str { "helped" }\n',
        },
      },
      printed: "42 helped\n",
      withoutPackages: { files: { "src/main.rs": "fn main() { itoa::Buffer::new(); }" } },
    },
  ],
  () => host,
);

test("[packages.locks] Cargo.lock decides, and a package joins those of Cargo.toml", MINUTES, async () => {
  const itoa = (version: string, checksum: string) =>
    `[[package]]\nname = "itoa"\nversion = "${version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${checksum}"\n`;
  const { stdout, outcome } = await host.execute({
    language: "rust",
    main: "src/main.rs",
    files: {
      "Cargo.toml": '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\nitoa = "1"\n',
      "Cargo.lock": `version = 3\n\n${itoa("1.0.1", "1aab8fc367588b89dcee83ab0fd66b72b50b72fa1904d7095045ace2b0c81c35")}`,
      "src/main.rs": [
        "fn main() {",
        '  let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();',
        '  println!("{} {} {}", itoa::Buffer::new().format(1), fnv::FnvHashMap::<i32, i32>::default().len(), lock.contains("1.0.1"));',
        "}",
      ].join("\n"),
    },
    packages: ["fnv@1"],
  });
  expect(stdout, outcome.error?.message).toBe("1 0 true\n");
});

test("[packages.errors] a crate, a version and a build that fail are told by cargo itself", MINUTES, async () => {
  const asking = (...packages: string[]) => failing(host, { language: "rust", code: "fn main() {}", packages });
  const version = await asking("fnv@99");
  expect(version).toMatchObject({ code: "packages_failed" });
  expect(String(version)).toContain("failed to select a version");
  expect(String(await asking("fnv@1", "fnv@2"))).toContain("duplicate key");
  // Its build script looks for a library that few machines have the headers of.
  const build = await asking("libudev-sys@0.1.4");
  expect(build).toMatchObject({ code: "packages_failed" });
  expect(String(build)).toContain("libudev-sys");
});

test("[packages.errors] a Cargo.toml that is none is told before anything is installed", async () => {
  const files = { "Cargo.toml": "[package\n" };
  const error = await failing(host, { language: "rust", code: "fn main() {}", files });
  expect(error).toMatchObject({ code: "invalid_request", message: expect.stringContaining("Cargo.toml") });
});

refusesNames(
  "rust",
  [
    "--git",
    "../serde",
    "/etc/passwd",
    "serde@https://example.com",
    "serde = 1",
    "serde@1[derive",
    "serde\n[patch]",
    'serde@1"',
    "serde@1[derive']",
    "serde@1 --path x",
  ],
  () => host,
);
