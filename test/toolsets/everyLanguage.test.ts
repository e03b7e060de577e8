import { afterAll, beforeAll, expect, test } from "vitest";
import { ExecutionTool, Glovebox } from "../../packages/core/src/glovebox.ts";

/** For each language of the guide: a program that uses a package, a file, a variable and the working directory. */
const programs: readonly { language: string; packages: string[]; code: string }[] = [
  {
    language: "python",
    packages: ["humanize==4.9.0"],
    code: "import humanize, os\nprint(humanize.intcomma(1234), open('data.txt').read(), os.environ['WORD'], os.environ['PWD'], sep='|')",
  },
  {
    language: "javascript",
    packages: ["is-odd@3"],
    code: "const odd = require('is-odd');\nconsole.log([odd(3) ? '1,234' : '', require('fs').readFileSync('data.txt', 'utf8'), process.env.WORD, process.env.PWD].join('|'));",
  },
  {
    language: "node",
    packages: ["is-odd@3"],
    code: "import odd from 'is-odd';\nimport { readFileSync } from 'node:fs';\nconsole.log([odd(3) ? '1,234' : '', readFileSync('data.txt', 'utf8'), process.env.WORD, process.env.PWD].join('|'));",
  },
  {
    language: "bash",
    packages: ["jq"],
    code: `echo "$(echo '{"n": "1,234"}' | jq -r .n)|$(cat data.txt)|$WORD|$(pwd)"`,
  },
  {
    language: "go",
    packages: ["github.com/google/uuid@v1.6.0"],
    code: `package main
import ("fmt"; "os"; "github.com/google/uuid")
func main() {
  data, _ := os.ReadFile("data.txt")
  number := ""
  if uuid.Nil.String()[0] == '0' { number = "1,234" }
  fmt.Printf("%s|%s|%s|%s\\n", number, data, os.Getenv("WORD"), os.Getenv("PWD"))
}`,
  },
  {
    language: "rust",
    packages: ["itoa@1"],
    code: `fn main() {
  let number = if itoa::Buffer::new().format(1234) == "1234" { "1,234" } else { "" };
  let data = std::fs::read_to_string("data.txt").unwrap();
  let variable = |name| std::env::var(name).unwrap();
  println!("{}|{}|{}|{}", number, data, variable("WORD"), variable("PWD"));
}`,
  },
  {
    language: "java",
    packages: ["org.apache.commons:commons-lang3:3.14.0"],
    code: `import java.nio.file.*;
import org.apache.commons.lang3.StringUtils;
class Program {
  public static void main(String[] args) throws Exception {
    String number = StringUtils.join(new String[] {"1", "234"}, ",");
    System.out.println(number + "|" + Files.readString(Path.of("data.txt")) + "|" + System.getenv("WORD") + "|" + System.getenv("PWD"));
  }
}`,
  },
];

let box: Glovebox;
beforeAll(async () => {
  box = await Glovebox.open({ armed: 1 });
});
afterAll(() => box.close());

test.each(programs)(
  "[execution-tool.languages] $language: a package, a file, a variable, a memory limit and a working directory",
  { timeout: 400_000 },
  async ({ language, packages, code }) => {
    const { result, error } = await new ExecutionTool(box).execute({
      language,
      packages,
      code,
      files: { "data.txt": "data" },
      env_vars: { WORD: "wörd" },
      memory_limit: "256m",
      working_dir: "/app",
    });
    expect(result.stdout, `${error} ${result.stderr}`).toBe("1,234|data|wörd|/app\n");
    expect(result.exit_code).toBe(0);
  },
);
