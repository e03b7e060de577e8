/** Variables that change what is installed, or where. What says where from (indexes, proxies, certificates) stays. */
const UNWANTED = new RegExp(
  [
    "^PYTHON",
    "^VIRTUAL_ENV$",
    "^PIP_(TARGET|PREFIX|ROOT|SRC|USER|PYTHON|REQUIREMENT|CONSTRAINT|EDITABLE|NO_BINARY|DRY_RUN|PLATFORM|ABI)$",
    "^UV_(PYTHON|SYSTEM_PYTHON|PROJECT|WORKING_DIR|CONSTRAINT|OVERRIDE|EXCLUDE|NO_BINARY|NO_BINARY_PACKAGE|NO_CACHE)$",
  ].join("|"),
);

/** The environment variables of an installer: ours, with every cache and temporary file inside `directory`. */
export function installerEnvironment(variables: NodeJS.ProcessEnv, directory: string): NodeJS.ProcessEnv {
  const kept = Object.entries(variables).filter(([name]) => !UNWANTED.test(name));
  return {
    ...Object.fromEntries(kept),
    TMPDIR: directory,
    PYTHONNOUSERSITE: "1",
    PIP_NO_CACHE_DIR: "1",
    PIP_USER: "0",
    PIP_REQUIRE_VIRTUALENV: "0",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_ROOT_USER_ACTION: "ignore",
    PIP_NO_INPUT: "1",
    UV_CACHE_DIR: `${directory}/cache`,
    UV_PYTHON_DOWNLOADS: "never",
  };
}
