import { expect, test } from "vitest";
import type { Language } from "../runtimes/language.ts";
import { chooseLanguage } from "../runtimes/languages.ts";
import { installers } from "./installers.ts";
import { wishesOf } from "./wishes.ts";

type Texts = Readonly<Record<string, string>>;

function asked(name: string, packages: readonly string[], texts: Texts = {}, main = Object.keys(texts)[0] ?? "main") {
  const { language } = chooseLanguage(name);
  const files = new Map(Object.entries(texts).map(([file, text]) => [file, Buffer.from(text)]));
  const { wishes, manifests } = wishesOf(language, installers.get(language.id), { packages, main, files });
  return { wishes, manifests: [...manifests.keys()] };
}

test.each([
  ["python", "Zope_Interface[test] >= 1, < 2", "zope-interface[test]>= 1, < 2"],
  ["python", "a==1.0b1", "a==1.0b1"],
  ["javascript", " @types/node@^20 ", "@types/node@^20"],
  ["typescript", "lodash", "lodash"],
  ["go", "github.com/google/uuid@v1.6.0", "github.com/google/uuid@v1.6.0"],
  ["go", "gopkg.in/yaml.v3@latest", "gopkg.in/yaml.v3@latest"],
  ["rust", "serde@1 [derive, rc]", "serde@1[derive,rc]"],
  ["rust", "serde_json[preserve_order]", "serde_json[preserve_order]"],
  ["rust", "rand@>=0.8, <0.9", "rand@>=0.8,<0.9"],
  ["java", "com.google.code.gson:gson:2.11.0", "com.google.code.gson:gson:2.11.0"],
  ["java", "junit:junit", "junit:junit:RELEASE"],
  ["bash", "jq=1.6-2.1+deb12u1", "jq=1.6-2.1+deb12u1"],
  ["c++", "libstdc++6", "libstdc++6"],
])("%s: %j is taken as %j", (language, wish, expected) => {
  expect(asked(language, [wish]).wishes).toEqual([expected]);
});

test("[packages.names] however many spaces a wish has, it is read at once", () => {
  const spaces = " ".repeat(4_000);
  const wishes: [string, string][] = [
    ["python", "a ] b"],
    ["python", "a [b , c ] == 1 , x"],
    ["rust", "a [b , c"],
  ];
  for (const [language, wish] of wishes)
    expect(() => asked(language, [wish.replaceAll(" ", spaces)]), wish).toThrow(/ is not a (name|crate) /);
});

test("the order of wishes and saying one twice make no difference", () => {
  expect(asked("python", ["b", "A", "a"])).toEqual(asked("python", ["a", "b"]));
});

test("[packages.names] a name with a line break is refused, whatever follows it", () => {
  for (const language of installers.keys()) expect(() => asked(language, ["a\nb"])).toThrow(/line break/);
});

test("a language without packages says so", () => {
  const language: Language = { ...chooseLanguage("go").language, id: "logo" };
  const request = { packages: ["a"], main: "main", files: new Map() };
  expect(() => wishesOf(language, undefined, request)).toThrow("logo has no packages");
  expect(wishesOf(language, undefined, { ...request, packages: [] }).wishes).toEqual([]);
});

test.each<[string, Texts, string[]]>([
  ["go", { "main.go": "", "go.mod": "module x\nrequire a.b/c v1\n", "go.sum": "" }, ["go.mod", "go.sum"]],
  ["go", { "cmd/main.go": "", "go.mod": "require (", "cmd/go.mod": "" }, ["cmd/go.mod", "go.mod"]],
  ["go", { "main.go": "", "go.mod": "module x\n" }, []],
  ["go", { "main.go": "", "go.mod": "require a.b/c v1", "vendor/modules.txt": "" }, []],
  [
    "rust",
    { "src/main.rs": "", "Cargo.toml": '[dependencies]\na = "1"', "Cargo.lock": "" },
    ["Cargo.toml", "Cargo.lock"],
  ],
  ["rust", { "src/main.rs": "", "Cargo.toml": '[package]\nname = "a"' }, []],
  ["rust", { "a/src/main.rs": "", "a/Cargo.toml": "", "Cargo.toml": "[workspace]" }, ["a/Cargo.toml", "Cargo.toml"]],
  ["java", { "src/main/java/A.java": "", "pom.xml": "<dependency>" }, ["pom.xml"]],
  ["java", { "a/A.java": "", "a/pom.xml": "<parent>", "pom.xml": "" }, ["a/pom.xml", "pom.xml"]],
  ["java", { "A.java": "", "pom.xml": "<project/>" }, []],
  ["javascript", { "main.js": "", "package.json": '{"dependencies":{"a":"1"}}' }, ["package.json"]],
  ["javascript", { "main.js": "", "package.json": '{"devDependencies":{"a":"1"}}', "package-lock.json": "" }, []],
  [
    "javascript",
    { "a/main.js": "", "a/package.json": '{"dependencies":{"a":"1"}}', "a/package-lock.json": "" },
    ["a/package.json", "a/package-lock.json"],
  ],
])("of the files for %s the installation depends on what says what is needed: %j", (language, files, manifests) => {
  expect(asked(language, [], files).manifests).toEqual(manifests);
});

test.each<[string, Texts]>([
  ["rust", { "src/main.rs": "", "Cargo.toml": "[package" }],
  ["javascript", { "main.js": "", "package.json": "{" }],
])("[packages.errors] for %s a file that cannot be read is told by name: %j", (language, files) => {
  expect(() => asked(language, [], files)).toThrow(`${Object.keys(files)[1]} cannot be read`);
});
