import { type Language, PLACES } from "../language.ts";
import { pythonToolchain } from "../toolchains/python.ts";

export const python: Language = {
  id: "python",
  aliases: ["py", "python3"],
  extensions: [".py"],
  shebangs: ["python", "python3"],
  mainFile: "main.py",
  native: {
    toolchain: pythonToolchain,
    run: ({ hasPackages }) => ({ command: null, ...modulePath(hasPackages) }),
    session: ({ hasPackages }) => ({ command: null, dialect: "frames", ...modulePath(hasPackages) }),
    takesLivePackages: true,
  },
};

function modulePath(hasPackages: boolean) {
  return hasPackages ? { modulePath: [`${PLACES.packages}/site-packages`] } : {};
}
