import type { RequestInput } from "glovebox";

/** A small project as users have them, and what it prints or what its compiler says. */
export type Project = {
  readonly what: string;
  readonly request: RequestInput;
  readonly prints?: string;
  readonly says?: string;
};

const goMain = (body: string) => `package main\nimport "fmt"\nfunc main() { fmt.Println(${body}) }\n`;
const javaMain = (name: string, body: string) =>
  `public class ${name} { public static void main(String[] args) { ${body} } }\n`;
const rustMain = (value: string) => `fn main() { println!("{}", ${value}); }\n`;
const cMain = (value: string) => `#include <stdio.h>\nint main() { puts(${value}); }\n`;
const manifest = '[package]\nname = "my-app"\nversion = "0.1.0"\nedition = "2021"\n';

export const projects: readonly Project[] = [
  // Go
  {
    what: "Go with a test among its files",
    request: {
      language: "go",
      code: goMain("two()"),
      files: {
        "two.go": "package main\nfunc two() int { return 2 }\n",
        "two_test.go": 'package main\nimport "testing"\nfunc TestTwo(t *testing.T) {}\n',
      },
    },
    prints: "2\n",
  },
  {
    what: "Go with a module, whose main package lies in a folder",
    request: {
      language: "go",
      main: "app/cmd/tool/main.go",
      files: {
        "app/go.mod": "module example.com/app\n\ngo 1.21\n",
        "app/cmd/tool/main.go": 'package main\nimport "example.com/app/lib"\nfunc main() { println(lib.Two()) }\n',
        "app/lib/lib.go": "package lib\nfunc Two() int { return 2 }\n",
      },
    },
    prints: "",
  },
  {
    what: "Go without a module, and a package in a folder",
    request: {
      language: "go",
      code: 'package main\nimport ("fmt"; "main/lib")\nfunc main() { fmt.Println(lib.Two()) }\n',
      files: { "lib/lib.go": "package lib\nfunc Two() int { return 2 }\n" },
    },
    prints: "2\n",
  },
  {
    what: "Go beside other programs and packages",
    request: {
      language: "go",
      main: "a.go",
      files: {
        "a.go": goMain("helper()"),
        "helper.go": 'package main\nfunc helper() string { return "a" }\n',
        "b.go": goMain('"b"'),
        "c.go": "package other\n",
      },
    },
    prints: "a\n",
  },
  {
    what: "Go that iterates over a generic sequence",
    request: {
      language: "go",
      code: 'package main\nimport ("fmt"; "maps"; "slices")\nfunc main() { fmt.Println(slices.Collect(maps.Keys(map[string]int{"a": 1}))) }\n',
    },
    prints: "[a]\n",
  },
  {
    what: "Go that calls C",
    request: {
      language: "go",
      code: 'package main\n// static int two() { return 2; }\nimport "C"\nimport "fmt"\nfunc main() { fmt.Println(C.two()) }\n',
    },
    prints: "2\n",
  },
  {
    what: "Go of another package than main",
    request: { language: "go", code: "package other\nfunc Two() {}\n" },
    says: "main.go: not a program",
  },
  // Rust
  {
    what: "Rust in a file whose name is none of a crate",
    request: { language: "rust", main: "my prog.v2.rs", files: { "my prog.v2.rs": rustMain("module_path!()") } },
    prints: "my_prog_v2\n",
  },
  {
    what: "Rust with a Cargo.toml in a folder, and a library",
    request: {
      language: "rust",
      main: "app/src/main.rs",
      files: {
        "app/Cargo.toml": manifest,
        "app/src/main.rs": rustMain("my_app::two()"),
        "app/src/lib.rs": "pub fn two() -> i32 { 2 }\n",
      },
    },
    prints: "2\n",
  },
  {
    what: "Rust with several programs: the main file says which",
    request: {
      language: "rust",
      main: "src/main.rs",
      files: {
        "Cargo.toml": manifest,
        "src/main.rs": rustMain('"main"'),
        "src/bin/a.rs": rustMain('"a"'),
        "src/bin/z.rs": rustMain('"z"'),
      },
    },
    prints: "main\n",
  },
  {
    what: "Rust with several programs: another main file",
    request: {
      language: "rust",
      main: "src/bin/a.rs",
      files: {
        "Cargo.toml": manifest,
        "src/main.rs": rustMain('"main"'),
        "src/bin/a.rs": rustMain('"a"'),
        "src/bin/z.rs": rustMain('"z"'),
      },
    },
    prints: "a\n",
  },
  {
    what: "Rust given as code beside a Cargo.toml",
    request: { language: "rust", code: rustMain("1"), files: { "Cargo.toml": manifest } },
    prints: "1\n",
  },
  // Java
  {
    what: "Java given as code with a public class of any name",
    request: { language: "java", code: javaMain("Hello", 'System.out.println("hello");') },
    prints: "hello\n",
  },
  {
    what: "Java whose main file is not called like its public class",
    request: {
      language: "java",
      main: "main.java",
      files: { "main.java": javaMain("Hello", 'System.out.println("hello");') },
    },
    prints: "hello\n",
  },
  {
    what: "Java with two main classes in one file: the first is run",
    request: {
      language: "java",
      code: `class B { public static void main(String[] args) { System.out.println("B"); } }
class A { public static void main(String[] args) { System.out.println("A"); } }`,
    },
    prints: "B\n",
  },
  {
    what: "Java beside tests without their framework, and a second class of the same name",
    request: {
      language: "java",
      main: "App.java",
      files: {
        "App.java": javaMain("App", "System.out.println(Two.VALUE);"),
        "Two.java": "class Two { static final int VALUE = 2; }\n",
        "AppTest.java": "import org.junit.jupiter.api.Test;\nclass AppTest { @Test void works() {} }\n",
        "Other.java": "class App {}\n",
      },
    },
    prints: "2\n",
    says: "package org.junit.jupiter.api does not exist",
  },
  {
    what: "Java as Maven lays it out, with a resource and a test",
    request: {
      language: "java",
      main: "src/main/java/com/example/App.java",
      files: {
        "src/main/java/com/example/App.java": `package com.example;
public class App {
  public static void main(String[] args) throws Exception {
    System.out.print(new String(App.class.getResourceAsStream("/hello.txt").readAllBytes()));
  }
}`,
        "src/main/resources/hello.txt": "resource\n",
        "src/test/java/com/example/AppTest.java":
          "package com.example;\nimport org.junit.jupiter.api.Test;\nclass AppTest {}\n",
        "pom.xml": "<project/>",
      },
    },
    prints: "resource\n",
  },
  {
    what: "Java with a record, a text block and warnings of its compiler",
    request: {
      language: "java",
      code: `import java.util.*;
record Point(int x, int y) {}
public class Main {
  public static void main(String[] args) {
    List list = new ArrayList();
    list.add(new Point(1, 2));
    System.out.print(list + """
        !
        """);
  }
}`,
    },
    prints: "[Point[x=1, y=2]]!\n",
    says: "unchecked or unsafe operations",
  },
  {
    what: "Java without a main method",
    request: { language: "java", code: "class Main { void run() {} }\n" },
    says: "no class has a main method",
  },
  // C and C++
  {
    what: "C with headers in a folder for them, beside another program",
    request: {
      language: "c",
      main: "src/main.c",
      files: {
        "include/two.h": "const char *two(void);\n",
        "src/main.c": `#include "two.h"\n${cMain("two()")}`,
        "src/deep/two.c": '#include "two.h"\nconst char *two(void) { return "two"; }\n',
        "src/other.c": cMain('"other"'),
      },
    },
    prints: "two\n",
  },
  {
    what: "C in files with spaces, quotes and letters of other languages in their names",
    request: {
      language: "c",
      main: "a 'b' \"c\" \\d.c",
      files: {
        "a 'b' \"c\" \\d.c": `const char *two(void);\n${cMain("two()")}`,
        "größe 'x'.c": 'const char *two(void) { return "two"; }\n',
      },
    },
    prints: "two\n",
  },
  {
    what: "C++ with a source in C, and a test without its framework",
    request: {
      language: "c++",
      code: '#include <iostream>\nextern "C" int two(void);\nint main() { std::cout << two() << (__cplusplus >= 202002L) << std::endl; }\n',
      files: {
        "two.c": "int two(void) { int *new = 0; return new ? 1 : 2; }\n",
        "two_test.cc": "#include <no/such/framework.h>\n",
      },
    },
    prints: "21\n",
  },
  // TypeScript and JavaScript
  {
    what: "TypeScript with paths and JSX in its tsconfig.json",
    request: {
      language: "typescript",
      main: "main.tsx",
      files: {
        "tsconfig.json": '{"compilerOptions": {"paths": {"@lib/*": ["./lib/*"]}, "jsx": "react", "jsxFactory": "h"}}',
        "main.tsx":
          'import { two } from "@lib/two";\nfunction h(...parts: unknown[]) { return parts; }\nconsole.log(JSON.stringify(<b>{two}</b>));\n',
        "lib/two.ts": "export const two: number = 2;\n",
      },
    },
    prints: '["b",null,2]\n',
  },
  {
    what: "TypeScript whose modules ask where they are, and who is the main one",
    request: {
      language: "typescript",
      main: "src/main.ts",
      files: {
        "src/main.ts": `import { where } from "../lib/where.js";
console.log(where, __filename, import.meta.url === "file://" + process.argv[1], require.main === module);
`,
        "lib/where.ts": `import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
const __dirname = dirname(fileURLToPath(import.meta.url));
if (import.meta.url === "file://" + process.argv[1] || require.main === module) console.log("not I");
export const where = __dirname;
`,
      },
    },
    prints: "/workspace/lib /workspace/src/main.ts true true\n",
  },
  {
    what: "TypeScript that misses one of its own modules",
    request: { language: "typescript", code: 'import { x } from "./nothing";\nconsole.log(x);\n' },
    says: 'Could not resolve "./nothing"',
  },
  {
    what: "JavaScript as modules, by its package.json",
    request: {
      language: "javascript",
      code: 'import { two } from "./lib/two.js";\nconsole.log(two, typeof require);\n',
      files: { "package.json": '{"type": "module"}', "lib/two.js": "export const two = 2;\n" },
    },
    prints: "2 undefined\n",
  },
];
