import { afterEach, beforeEach, expect, test } from "vitest";
import { Place } from "./command.fixture.ts";

const MINUTES = { timeout: 300_000 };

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => {
  const left = place.leftOvers();
  place[Symbol.dispose]();
  expect(left).toEqual([]);
});

test.each([
  [
    "hello.c",
    '#include <stdio.h>\n#include "two.h"\nint main() { printf("%d\\n", TWO); }\n',
    { "two.h": "#define TWO 2\n" },
  ],
  [
    "hello.cc",
    "#include <iostream>\nint two();\nint main() { std::cout << two() << std::endl; }\n",
    { "two.cpp": "int two() { return 2; }\n" },
  ],
  ["hello.rs", 'mod two;\nfn main() { println!("{}", two::two()); }\n', { "two.rs": "pub fn two() -> i32 { 2 }\n" }],
  [
    "Hello.java",
    "class Hello { public static void main(String[] args) { System.out.println(Two.TWO); } }\n",
    { "Two.java": "class Two { static int TWO = 2; }\n" },
  ],
  ["hello.ts", 'import { two } from "./two";\nconsole.log(two as number);\n', { "two.ts": "export const two = 2;\n" }],
] as const)(
  "[languages.compiled] glovebox run %s builds it with the files beside it",
  MINUTES,
  async (name, code, beside) => {
    for (const [file, text] of Object.entries(beside)) place.put(`work/${file}`, text);
    place.put(`work/${name}`, code);
    const { code: exitCode, stdout, stderr } = await place.glovebox(["run", `work/${name}`]);
    expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: "2\n" });
  },
);

test(
  "[languages.projects] glovebox run of a main file within a project builds it with the project",
  MINUTES,
  async () => {
    place.put("app/Cargo.toml", '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n');
    place.put("app/src/lib.rs", "pub fn two() -> i32 { 2 }\n");
    place.put("app/src/main.rs", 'fn main() { println!("{}{}", app::two(), include_str!("../data.txt")); }\n');
    place.put("app/data.txt", "!");
    expect(await place.glovebox(["run", "app/src/main.rs"])).toMatchObject({ code: 0, stdout: "2!\n" });
  },
);

test("[languages.compile-errors] what the compiler says goes to stderr as it is, and its exit code is the command's", async () => {
  const file = place.put("broken.c", "int main() { return nothing; }\n");
  const { code, stdout, stderr } = await place.glovebox(["run", file]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^\.\/broken\.c: In function .main.:\n\.\/broken\.c:1:21: error: .nothing. undeclared/);
});

test("[languages.compile-errors] --json has what the compiler did, apart from what the program did", async () => {
  const document = async (code: string) => {
    const { stdout } = await place.glovebox(["run", "--json", "--language", "c", "-c", code]);
    return JSON.parse(stdout);
  };
  const broken = await document("int main() { return nothing; }");
  expect(broken).toMatchObject({
    outcome: { status: "failed", exitCode: 1, error: { name: "CompileError" } },
    compile: { cached: false, outcome: { status: "failed" }, stderr: expect.stringContaining("main.c:1:21: error") },
    stdout: "",
    stderr: "",
  });
  const good = await document('int puts(const char *); int main() { puts("hello"); return 3; }');
  expect(good).toMatchObject({
    outcome: { status: "failed", exitCode: 3 },
    compile: { cached: false, outcome: { status: "succeeded" } },
    stdout: "hello\n",
  });
});
