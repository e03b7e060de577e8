import type { ToolchainKind } from "../toolchain.ts";
import { readJson } from "./told.ts";

export const pythonToolchain: ToolchainKind = {
  id: "python",
  program: /^python3(\.\d+)?$/,
  folders: [
    "~/.pyenv/versions/*/bin",
    "~/.asdf/installs/python/*/bin",
    "~/.local/share/mise/installs/python/*/bin",
    "~/.local/share/uv/python/*/bin",
  ],
  variables: { PYENV_ROOT: "versions/*/bin" },
  question: [
    "-I",
    "-S",
    "-c",
    `import sys, sysconfig, json
print(json.dumps({"executable": getattr(sys, "_base_executable", None) or sys.executable, "version": "%d.%d.%d" % sys.version_info[:3],
"prefix": sys.base_prefix, "implementation": sys.implementation.name,
"sharedLibrary": bool(sysconfig.get_config_var("Py_ENABLE_SHARED"))}))`,
  ],
  // PyPy cannot be forked while it is warm.
  read: (said) => readJson(said, "cpython"),
  oldest: "3.10.0",
  prefersPath: true,
  advice: "install CPython 3.10 or newer, such as: apt install python3",
};
