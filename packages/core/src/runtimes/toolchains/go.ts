import type { ToolchainKind } from "../toolchain.ts";
import { readVersion } from "./told.ts";

export const goToolchain: ToolchainKind = {
  id: "go",
  program: /^go$/,
  folders: ["/usr/local/go/bin", "/usr/lib/go-*/bin", "~/sdk/*/bin", "~/.local/share/mise/installs/go/*/bin"],
  variables: { GOROOT: "bin" },
  question: ["version"],
  read: readVersion(/go version go(\d+\.\d+(?:\.\d+)?)/),
  advice: "install Go, such as: apt install golang",
};
