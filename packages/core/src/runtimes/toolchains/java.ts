import type { ToolchainKind } from "../toolchain.ts";
import { readVersion } from "./told.ts";

export const javaToolchain: ToolchainKind = {
  id: "java",
  // The compiler, because a runtime alone cannot build.
  program: /^javac$/,
  folders: ["/usr/lib/jvm/*/bin", "~/.sdkman/candidates/java/*/bin", "~/.local/share/mise/installs/java/*/bin"],
  variables: { JAVA_HOME: "bin" },
  question: ["-version"],
  read: readVersion(/^javac (\d+(?:\.\d+)*)/),
  oldest: "11",
  prefersPath: true,
  advice: "install a JDK 11 or newer, such as: apt install default-jdk-headless",
};
