import { join, parse } from "node:path";
import { type BuildContext, type Language, nearestFolder, PLACES, PRODUCT, WORKSPACE } from "../language.ts";
import { rustToolchain } from "../toolchains/rust.ts";

const MANIFEST = "Cargo.toml";

export const rust: Language = {
  id: "rust",
  aliases: ["rs"],
  extensions: [".rs"],
  shebangs: ["rust-script"],
  mainFile: "main.rs",
  project: { manifest: MANIFEST, sources: "src", products: "target" },
  nameMain: (_, files) => (expectsSourceFolder(files) ? "src/main.rs" : "main.rs"),
  native: {
    toolchain: rustToolchain,
    // With the checks of `cargo run`: arithmetic that overflows stops the program instead of going on with nonsense.
    build: (context) =>
      isCargo(context)
        ? withCargo(context)
        : {
            script: `exec "$RUSTC" --crate-name "$NAME" --edition 2021 -C opt-level=1 -C debug-assertions=on -o ${PRODUCT}/program "$MAIN"`,
            variables: { RUSTC: context.tool("bin/rustc"), MAIN: context.main, NAME: crateName(context.main) },
          },
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

/** rustc makes it of the file's name, and refuses what is neither a letter, a digit nor an underscore: `file0.code.rs`. */
function crateName(main: string): string {
  return parse(main).name.replace(/[^\p{Alphabetic}\p{Number}_]/gu, "_");
}

/** Whether a manifest is among the files that leaves it to Cargo to find the main file. */
function expectsSourceFolder(files: ReadonlyMap<string, Uint8Array>): boolean {
  const manifest = files.get(MANIFEST);
  return manifest !== undefined && !/^[ \t]*path\s*=\s*"main\.rs"/m.test(Buffer.from(manifest).toString("utf8"));
}

function isCargo(context: BuildContext): boolean {
  return context.hasPackages || nearestFolder(MANIFEST, context) !== undefined;
}

/** Crates that are compiled already are taken where nothing that they depend on differs. */
const WITH_CRATES = [
  'cp "$CRATES/config.toml" "$CARGO_HOME/config.toml" && ln -s "$CRATES/vendor" /tmp/vendor || exit',
  '{ echo; cat "$CRATES/dependencies.toml"; } >> Cargo.toml && cp -rp "$CRATES/target" /tmp/target || exit',
  // The lock belongs beside the manifest of the workspace.
  'cp "$CRATES/Cargo.lock" "$(dirname "$("$CARGO" locate-project --workspace --message-format plain)")" || exit',
];

function withCargo(context: BuildContext) {
  const { tool, main, hasPackages } = context;
  const folder = nearestFolder(MANIFEST, context);
  return {
    script: [
      'cd "$FOLDER" && mkdir -p "$CARGO_HOME" || exit',
      "if [ -f generated.toml ]; then mv generated.toml Cargo.toml; fi",
      ...(hasPackages ? WITH_CRATES : []),
      // What it made it says as JSON, a line each; what it has to say to the user goes to stderr all the same.
      '"$CARGO" build --offline --quiet --target-dir /tmp/target --message-format json-render-diagnostics > /tmp/made || exit',
      // Of several programs the one that the main file belongs to, else the last.
      'programs() { sed -n \'s/.*"executable":"\\([^"]*\\)".*/\\1/p\' | tail -n 1; }',
      'program=$(grep -F "\\"src_path\\":\\"$MAIN\\"" /tmp/made | programs)',
      '[ -n "$program" ] || program=$(programs < /tmp/made)',
      `if [ -n "$program" ]; then exec cp "$program" ${PRODUCT}/program; fi`,
      'echo "error: the package has no program: it needs a src/main.rs, or a [[bin]] in Cargo.toml" >&2; exit 101',
    ].join("\n"),
    variables: {
      CARGO: tool("bin/cargo"),
      RUSTC: tool("bin/rustc"),
      CARGO_HOME: "/tmp/cargo",
      CARGO_NET_OFFLINE: "true",
      CRATES: PLACES.packages,
      FOLDER: `./${folder ?? ""}`,
      MAIN: join(WORKSPACE, main),
    },
    files: folder === undefined ? { "generated.toml": manifest(main) } : {},
  };
}

/** Its dependencies come with the packages; see packages/installers/crates.ts. */
function manifest(main: string): string {
  return [
    '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2021"',
    `[[bin]]\nname = "program"\npath = ${JSON.stringify(main)}\n`,
  ].join("\n");
}
