import { type BuildContext, type Language, PLACES, PRODUCT } from "../language.ts";
import { rustToolchain } from "../toolchains/rust.ts";

export const rust: Language = {
  id: "rust",
  aliases: ["rs"],
  extensions: [".rs"],
  shebangs: ["rust-script"],
  mainFile: "main.rs",
  native: {
    toolchain: rustToolchain,
    // With the checks of `cargo run`: arithmetic that overflows stops the program instead of going on with nonsense.
    build: (context) =>
      isCargo(context)
        ? withCargo(context)
        : {
            script: `exec "$RUSTC" --edition 2021 -C opt-level=1 -C debug-assertions=on -o ${PRODUCT}/program "$MAIN"`,
            variables: { RUSTC: context.tool("bin/rustc"), MAIN: context.main },
          },
    run: ({ args }) => ({ command: [`${PLACES.program}/program`, ...args] }),
  },
};

function isCargo({ files, hasPackages }: BuildContext): boolean {
  return hasPackages || files.includes("Cargo.toml");
}

/** Crates that are compiled already are taken where nothing that they depend on differs. */
const WITH_CRATES = [
  'cp "$CRATES/config.toml" "$CARGO_HOME/config.toml" && ln -s "$CRATES/vendor" /tmp/vendor || exit',
  'cp -rp "$CRATES/target" /tmp/target && cp "$CRATES/Cargo.lock" Cargo.lock || exit',
  '{ echo; cat "$CRATES/dependencies.toml"; } >> Cargo.toml',
];

function withCargo({ tool, files, main, hasPackages }: BuildContext) {
  return {
    script: [
      'mkdir -p "$CARGO_HOME"',
      "if [ -f generated.toml ]; then mv generated.toml Cargo.toml; fi",
      ...(hasPackages ? WITH_CRATES : []),
      '"$CARGO" build --offline --quiet --target-dir /tmp/target || exit',
      // One program is what a package makes as a rule; of several the one that the main file belongs to.
      'for file in "/tmp/target/debug/$NAME" /tmp/target/debug/*; do',
      `  if [ -f "$file" ] && [ -x "$file" ]; then exec cp "$file" ${PRODUCT}/program; fi`,
      "done",
      'echo "error: the package has no program: it needs a src/main.rs, or a [[bin]] in Cargo.toml" >&2; exit 101',
    ].join("\n"),
    variables: {
      CARGO: tool("bin/cargo"),
      RUSTC: tool("bin/rustc"),
      CARGO_HOME: "/tmp/cargo",
      CARGO_NET_OFFLINE: "true",
      CRATES: PLACES.packages,
      NAME: /(?:^|\/)src\/bin\/([^/]+)\.rs$/.exec(main)?.[1] ?? "program",
    },
    files: files.includes("Cargo.toml") ? {} : { "generated.toml": manifest(main) },
  };
}

/** Its dependencies come with the packages; see packages/installers/crates.ts. */
function manifest(main: string): string {
  return [
    '[package]\nname = "program"\nversion = "0.0.0"\nedition = "2021"',
    `[[bin]]\nname = "program"\npath = ${JSON.stringify(main)}\n`,
  ].join("\n");
}
