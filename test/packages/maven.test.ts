import { afterAll, beforeAll, expect, test } from "vitest";
import { type Host, startHost } from "../hosts/host.ts";
import { asRoot } from "../hosts/modes.ts";
import { failing, MINUTES, refusesNames, testInstalling } from "./installing.ts";

let host: Host;
beforeAll(async () => {
  host = await startHost({ mode: asRoot });
});
afterAll(() => host[Symbol.asyncDispose]());

const gson = `import com.google.gson.Gson;
class Main { public static void main(String[] args) { System.out.println(new Gson().toJson(args.length)); } }
`;
const capitalized = `import org.apache.commons.lang3.StringUtils;
class Main { public static void main(String[] args) { System.out.println(StringUtils.capitalize("word")); } }
`;

function pom(content: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>x</groupId><artifactId>y</artifactId><version>1</version>${content}</project>`;
}

function dependency(group: string, artifact: string, more = ""): string {
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${more}</dependency>`;
}

testInstalling(
  [
    {
      name: "Maven",
      request: { language: "java", code: gson, packages: ["com.google.code.gson:gson:2.11.0"] },
      printed: "0\n",
    },
    {
      name: "Maven, by pom.xml",
      request: {
        language: "java",
        main: "src/main/java/Main.java",
        files: {
          "src/main/java/Main.java": capitalized,
          "pom.xml": pom(
            `<properties><lang>3.14.0</lang></properties><dependencies>${dependency("org.apache.commons", "commons-lang3", `<version>\${lang}</version>`)}</dependencies>`,
          ),
        },
      },
      printed: "Word\n",
      withoutPackages: { files: { "src/main/java/Main.java": capitalized } },
    },
  ],
  () => host,
);

test("[packages.installed] an annotation processor among the packages works", MINUTES, async () => {
  const code = `import lombok.Data;
class Main {
  @Data static class Point { int x = 3; }
  public static void main(String[] args) { System.out.println(new Point().getX()); }
}
`;
  const packages = ["org.projectlombok:lombok:1.18.34"];
  const { stdout, outcome } = await host.execute({ language: "java", code, packages });
  expect(stdout, outcome.error?.message).toBe("3\n");
});

test("[packages.installed] JUnit of the scope test runs a program's own tests", MINUTES, async () => {
  const version = "<version>4.13.2</version><scope>test</scope>";
  const { stdout, outcome } = await host.execute({
    language: "java",
    main: "src/test/java/Tests.java",
    files: {
      "pom.xml": pom(`<dependencies>${dependency("junit", "junit", version)}</dependencies>`),
      "src/main/java/Twice.java": "public class Twice { public static int of(int n) { return 2 * n; } }\n",
      "src/test/java/Tests.java": `import org.junit.*;
public class Tests {
  @Test public void doubles() { Assert.assertEquals(4, Twice.of(2)); }
  public static void main(String[] args) {
    var result = org.junit.runner.JUnitCore.runClasses(Tests.class);
    System.out.println(result.getRunCount() + " " + result.wasSuccessful());
  }
}
`,
    },
  });
  expect(stdout, outcome.error?.message).toBe("1 true\n");
});

test(
  "[packages.no-network] what a pom and its parents say of builds is not loaded, versions of a parent count",
  MINUTES,
  async () => {
    const { stdout, outcome } = await host.execute({
      language: "java",
      main: "app/src/main/java/Main.java",
      files: {
        "app/src/main/java/Main.java": capitalized,
        "app/pom.xml": `<project><modelVersion>4.0.0</modelVersion><parent><groupId>x</groupId><artifactId>y</artifactId><version>1</version></parent>
<artifactId>app</artifactId><packaging>war</packaging><dependencies>${dependency("org.apache.commons", "commons-lang3")}</dependencies></project>`,
        "pom.xml": pom(`<packaging>pom</packaging><modules><module>app</module></modules>
<build><extensions><extension><groupId>no.such</groupId><artifactId>extension</artifactId><version>1</version></extension></extensions></build>
<dependencyManagement><dependencies>${dependency("org.apache.commons", "commons-lang3", "<version>3.14.0</version>")}</dependencies></dependencyManagement>`),
      },
    });
    expect(stdout, outcome.error?.message).toBe("Word\n");
  },
);

test("[packages.errors] an artifact and a pom that do not exist are told by name", MINUTES, async () => {
  const artifact = await failing(host, { language: "java", code: gson, packages: ["no.such.group:thing:1.0"] });
  expect(artifact).toMatchObject({ code: "packages_failed" });
  expect(String(artifact)).toContain("Could not find artifact no.such.group:thing:jar:1.0");
  const parent = "<parent><groupId>no.such</groupId><artifactId>parent</artifactId><version>1</version></parent>";
  const files = { "pom.xml": pom(parent) };
  expect(String(await failing(host, { language: "java", code: gson, files }))).toContain("its parent no.such:parent:1");
  const broken = { "pom.xml": "<project><dependency></project>" };
  const error = await failing(host, { language: "java", code: gson, files: broken });
  expect(String(error)).toContain("pom.xml: mismatched tag");
});

refusesNames(
  "java",
  [
    "gson",
    "-Dx=y",
    "a:b:c:d",
    "../a:b:1",
    "a:b:../1",
    "a:b:1 -X",
    "a:b:1\n-X",
    "a:b:'1'",
    "https://example.com/a.jar",
    "a:b:[1,2)",
  ],
  () => host,
);
