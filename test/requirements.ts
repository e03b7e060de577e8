/** One promise of Glovebox: what a test with this id in its title tries to break. */
export type Requirement = { readonly id: string; readonly text: string; readonly source: string };

/** Every promise once. The sources are design.md and wall.md, by section and line. */
export const requirements: readonly Requirement[] = [
  // The wall itself
  {
    id: "wall.fail-closed",
    text: "Where any step of a wall fails, no sandbox is given out and no user code runs",
    source: "wall.md 1",
  },
  { id: "wall.names-the-step", text: "An error about a wall names the step that failed", source: "wall.md 10" },
  {
    id: "wall.verified",
    text: "The finished wall is looked at from inside before code is accepted",
    source: "wall.md 1",
  },

  // Languages
  {
    id: "languages.compiled",
    text: "A compiled program is built apart from its run, and an unchanged one only once",
    source: "design.md 5.6",
  },
  {
    id: "languages.compile-errors",
    text: "A compiler's message comes back with the user's own file names",
    source: "rest.md",
  },
  {
    id: "languages.projects",
    text: "Projects run as users have them: folders, modules, manifests, tests and other programs among the files",
    source: "design.md 2",
  },
  {
    id: "languages.adding",
    text: "A language is added by doing what its page says, and nothing else",
    source: "design.md 2",
  },
  {
    id: "languages.memory",
    text: "A language's own memory management fits the limit of memory",
    source: "wall.md 11",
  },
  {
    id: "languages.ahead",
    text: "A program that was started before its request does the same as one that was started for it",
    source: "design.md 5.5",
  },
  { id: "languages.compile-limits", text: "A compiler has limits of its own", source: "piston.md" },
  {
    id: "languages.isolation",
    text: "What was built for one principal is not used for another",
    source: "wall.md 25",
  },
  {
    id: "containment.shelf",
    text: "A sandbox sees the layers that it was given, read-only, and no others",
    source: "wall.md 25",
  },
  {
    id: "layers.shared",
    text: "Processes that share a data directory take no layer from each other that programs have",
    source: "wall.md 25",
  },
  {
    id: "layers.bounded",
    text: "Layers stay within their bytes, but for those that are in use, however fast they are made",
    source: "wall.md 25",
  },
  {
    id: "layers.left-over",
    text: "Nothing is left of builds and installations that were killed or given up",
    source: "design.md 10",
  },
  {
    id: "limits.kept",
    text: "What is kept of a build is bounded in bytes and in the length of its paths, whatever the build left",
    source: "wall.md 15, 25",
  },

  // Packages
  {
    id: "packages.installed",
    text: "Packages of the language's own registry are installed for a program that asks for them",
    source: "design.md 7",
  },
  { id: "packages.cached", text: "A set of packages is installed once", source: "design.md 7" },
  {
    id: "packages.apart",
    text: "What one execution installs is not seen by one that did not ask for it",
    source: "design.md 7",
  },
  {
    id: "packages.environment",
    text: "Packages that an environment has already are taken from there; another version of one comes in its stead",
    source: "design.md 7",
  },
  {
    id: "packages.locks",
    text: "A lock among the files decides on versions",
    source: "design.md 7",
  },
  {
    id: "packages.hint",
    text: "A module that is missing is named as it would be asked for in packages",
    source: "design.md 7",
  },
  {
    id: "packages.limits",
    text: "An installation that would be too large or take too long is ended, and says which setting ended it",
    source: "design.md 4, wall.md 26",
  },
  {
    id: "packages.no-network",
    text: "Package code runs without a network, and the program never has the registry",
    source: "wall.md 26",
  },
  {
    id: "packages.errors",
    text: "An installation that fails says so with the installer's last lines",
    source: "design.md 4",
  },
  {
    id: "packages.names",
    text: "What is no name of a package, such as a flag, a path or an address, never reaches an installer",
    source: "wall.md 26",
  },

  // Containment
  { id: "containment.host-files", text: "No file of the host can be read", source: "wall.md 7" },
  {
    id: "containment.credentials",
    text: "No credential beside a toolchain or in a home folder is visible",
    source: "wall.md 7",
  },
  {
    id: "containment.environment",
    text: "Nothing of the host's environment is visible",
    source: "design.md 5.1, wall.md 3",
  },
  {
    id: "containment.read-only",
    text: "Only the four own places can be written, and none honours set-user-id",
    source: "wall.md 7",
  },
  { id: "containment.init", text: "Process 1 is out of reach of user code", source: "wall.md 2" },
  {
    id: "containment.host-processes",
    text: "Processes outside the sandbox can be neither seen nor signalled",
    source: "design.md 10",
  },
  {
    id: "containment.rights",
    text: "Code has no capability, no group, and no way to gain one",
    source: "wall.md 1, 10",
  },
  { id: "containment.descriptors", text: "Code inherits its own streams only", source: "wall.md 6" },
  { id: "containment.core-dumps", text: "A crash leaves no core and runs no core handler", source: "wall.md 11" },
  {
    id: "containment.system-calls",
    text: "Dangerous calls answer EPERM, unknown ones ENOSYS, compared on 32 bits",
    source: "wall.md 8",
  },
  { id: "containment.foreign-calls", text: "A call of a foreign architecture ends the process", source: "wall.md 8" },
  { id: "containment.sockets", text: "Only UNIX and internet sockets reach the kernel", source: "wall.md 8" },
  { id: "containment.inotify", text: "Shared files cannot be watched", source: "wall.md 12" },
  { id: "containment.network", text: "No server of the host and no network can be reached", source: "design.md 5.10" },
  { id: "containment.traces", text: "An execution finds nothing of an earlier one", source: "design.md 10" },
  {
    id: "containment.neighbours",
    text: "Two sandboxes that live at once cannot find each other",
    source: "design.md 10",
  },
  {
    id: "containment.shared-pages",
    text: "The memory that sandboxes of an environment share cannot be changed by any of them",
    source: "wall.md 13",
  },
  { id: "containment.randomness", text: "Random numbers differ between any two sandboxes", source: "wall.md 4, 5" },
  {
    id: "containment.artifacts",
    text: "Only regular files come out, and nothing outside the workspace is opened",
    source: "wall.md 15, 22",
  },

  // Limits
  { id: "limits.fork-bomb", text: "A fork bomb meets the process limit and harms nobody else", source: "design.md 10" },
  {
    id: "limits.processes-reaped",
    text: "Processes that ended do not count against the limit",
    source: "design.md 5.3",
  },
  {
    id: "limits.memory",
    text: "Memory of every kind counts, and too much ends as out_of_memory",
    source: "wall.md 17",
  },
  { id: "limits.workspace", text: "Each writable place is bounded in bytes and in files", source: "wall.md 7" },
  { id: "limits.file-size", text: "A file cannot outgrow its limit", source: "design.md 10" },
  { id: "limits.output", text: "Output is cut at its limit, on each stream", source: "design.md 10" },
  { id: "limits.time", text: "A program ends at its time, whatever it ignores", source: "design.md 10" },
  {
    id: "limits.cpu",
    text: "Processor time is limited over all processes, and counts only the program's own",
    source: "design.md 10",
  },
  { id: "limits.resources", text: "Open files, core size, locked memory cannot be raised", source: "wall.md 11, 16" },
  { id: "limits.artifacts", text: "What comes out is bounded, however it is made", source: "wall.md 15" },
  { id: "limits.siblings", text: "One sandbox at its limits does not stop the others", source: "design.md 10" },

  // Truth
  { id: "truth.status", text: "Status and exit code are what the kernel saw", source: "design.md 4" },
  {
    id: "truth.out-of-memory",
    text: "out_of_memory is said only of runs that met their memory limit",
    source: "wall.md 17",
  },
  { id: "truth.killed", text: "A program that kills itself was killed", source: "wall.md 17" },
  { id: "truth.usage", text: "Usage comes from outside user code and is that of the program", source: "design.md 10" },
  { id: "truth.forged-reports", text: "What a program writes into its report changes no fact", source: "wall.md 13" },
  { id: "truth.frames", text: "Frames are bounded before allocation and fit the one schema", source: "wall.md 13" },
  { id: "truth.one-ending", text: "Each execution ends exactly once, last", source: "design.md 4" },
  { id: "truth.streams", text: "Output is whole, in order and live", source: "design.md 4" },
  {
    id: "truth.text",
    text: "Output is text, whatever its bytes, and no character is cut in two",
    source: "design.md 4",
  },
  { id: "truth.slow-reader", text: "A slow reader gets the true ending", source: "wall.md 14" },
  { id: "truth.inputs", text: "stdin, arguments, variables and folder arrive as they were given", source: "rest.md" },
  { id: "truth.files", text: "Files arrive as they were given", source: "rest.md" },
  { id: "truth.artifacts", text: "New and changed files come back, unchanged ones do not", source: "design.md 2" },
  { id: "truth.cancelled", text: "A cancelled execution ends as cancelled", source: "design.md 4" },
  { id: "truth.runtimes", text: "Listed runtimes are what runs", source: "design.md 2" },
  { id: "truth.program", text: "A Python program behaves as under the bare interpreter", source: "design.md 5.3" },

  // Survival
  {
    id: "survival.warden",
    text: "A killed warden costs no completed result, and the next execution works",
    source: "design.md 10",
  },
  {
    id: "survival.renewal",
    text: "A warden that has served long enough is replaced without a failure",
    source: "wall.md 5",
  },
  { id: "survival.init", text: "A killed init costs its own execution only", source: "design.md 10" },
  { id: "survival.worker", text: "A killed worker is a killed execution, no more", source: "design.md 10" },
  { id: "survival.armed", text: "Killed sandboxes that waited are replaced", source: "design.md 10" },
  {
    id: "survival.keeper",
    text: "A killed keeper takes its wall along, and the next execution works",
    source: "design.md 10",
  },
  {
    id: "survival.host",
    text: "A killed host leaves no process, and the next host removes the rest",
    source: "design.md 10",
  },
  { id: "survival.close", text: "Closing ends all and leaves nothing", source: "design.md 10" },
  { id: "survival.cancel", text: "What is cancelled or left ends soon, whatever it is doing", source: "style.md 10" },
  {
    id: "survival.leaks",
    text: "No process, mount, cgroup, folder, descriptor or namespace is left over",
    source: "design.md 10, wall.md 18",
  },
  { id: "survival.daemons", text: "What a program started does not outlive it", source: "design.md 10" },
  {
    id: "survival.backpressure",
    text: "A reader that does not read stalls its own program only",
    source: "wall.md 14",
  },
  {
    id: "survival.server",
    text: "A killed server loses nothing that it answered; the next start removes what it left, and only that",
    source: "design.md 10",
  },

  // Bad input
  { id: "bad-input.language", text: "An unknown language is refused by name", source: "design.md 10" },
  { id: "bad-input.fields", text: "A malformed request is refused with the name of the field", source: "design.md 10" },
  { id: "bad-input.unbuilt", text: "Fields that nobody enforces yet are refused", source: "wall.md 21" },
  { id: "bad-input.before-run", text: "A refused request starts nothing", source: "design.md 10" },

  // Policies
  {
    id: "policy.caught",
    text: "What a policy does not allow is found in the syntax tree of every Python file, in whatever guise",
    source: "contracts/seeds.md 1, 4",
  },
  {
    id: "policy.harmless",
    text: "Text, comments, files of the workspace and names that only look alike are not held against a program",
    source: "contracts/seeds.md 1",
  },
  {
    id: "policy.nothing-runs",
    text: "A program that a policy does not allow is not run, and is told where, why and what to do instead",
    source: "design.md 4",
  },
  { id: "policy.unanswered", text: "What could not be checked never runs", source: "contracts/seeds.md 4" },
  {
    id: "policy.data-only",
    text: "A source that is checked is read in a sandbox, never executed",
    source: "design.md 2",
  },
  { id: "policy.off", text: "Without a policy nothing is checked", source: "design.md 2" },

  // Sessions on the native engine
  {
    id: "sessions.state",
    text: "A session keeps its variables from cell to cell",
    source: "design.md 5.7",
  },
  {
    id: "sessions.checkpoint",
    text: "Where the interpreter dies the session goes on with the variables of before the cell, which is not run again",
    source: "design.md 5.7",
  },
  {
    id: "sessions.interrupt",
    text: "A cell that is out of time is interrupted first, and killed only where it ignores that",
    source: "design.md 5.7",
  },
  {
    id: "sessions.results",
    text: "Figures come as pictures in the forms that are asked for, with their data, in sessions and in one execution",
    source: "contracts/e2b.md",
  },
  {
    id: "sessions.order",
    text: "What a program shows comes in order with what it prints, in sessions and in one execution",
    source: "design.md 4",
  },
  {
    id: "sessions.displays",
    text: "An update takes the place of what was shown under its name, clear_output takes back what its cell showed, and a flood of either is bounded",
    source: "seeds.md 3",
  },
  {
    id: "sessions.shell",
    text: "Cells have get_ipython() and the magics that notebooks write; what is not here is an error that says what to do",
    source: "seeds.md 3",
  },
  {
    id: "sessions.stdin",
    text: "What a cell leaves unread on its standard input does not reach the next cell",
    source: "seeds.md 5",
  },
  {
    id: "sessions.untrusted",
    text: "Where a copy could not be trusted there is none: the session starts clean and says why",
    source: "wall.md 20",
  },
  {
    id: "sessions.branch",
    text: "A branch has the same variables, a life and random numbers of its own, and shares the files",
    source: "design.md 5.8",
  },
  {
    id: "sessions.idle-memory",
    text: "A session that nobody uses gives memory back, and loses nothing by it",
    source: "design.md 11, P5",
  },
  {
    id: "sessions.lies",
    text: "What a session's own process says of itself ends no other, raises no limit and makes no work for the host",
    source: "wall.md 13",
  },
  {
    id: "sessions.stem",
    text: "Code that stops or ends what processes are forked from costs its own sandbox at most; who waits for it is told",
    source: "wall.md 2",
  },
  {
    id: "sessions.memory",
    text: "Between cells too, all of a live sandbox's processes and files stay within its memory",
    source: "wall.md 20",
  },
  {
    id: "sessions.processes",
    text: "A bomb in a session hits the limit of processes, ends with its cell, and costs the variables nothing",
    source: "wall.md 20",
  },
  {
    id: "sessions.flood",
    text: "What is said without end holds up no cell, nor is it taken faster than the host can bear",
    source: "wall.md 14",
  },
  {
    id: "sessions.files-laid",
    text: "Files laid by several sessions of one sandbox at a time arrive whole",
    source: "design.md 5.8",
  },
  {
    id: "sessions.settle",
    text: "Whatever ends, in whichever state, every promise settles and the next session works",
    source: "style.md 10",
  },
  {
    id: "sessions.packages",
    text: "A cell has packages installed by the host, without a network of its own; its session keeps them",
    source: "design.md 5.7",
  },
  {
    id: "sessions.languages-packages",
    text: "A session of any language finds the packages that it was made with, also after a restart",
    source: "design.md 7",
  },
  {
    id: "sessions.leaks",
    text: "Sessions that end in every way leave nothing",
    source: "design.md 10",
  },

  // The toolset for an agent that works in Python
  {
    id: "toolset.python",
    text: "The examples of the guide run as written; clients are apart, crashes are recovered from and told",
    source: "contracts/seeds.md 5",
  },
  {
    id: "toolset.workdir",
    text: "A folder of this machine is worked on by copies: nothing is opened in it that the sandbox can change meanwhile",
    source: "contracts/seeds.md 5",
  },

  // The tool execute_python
  {
    id: "execute-python.definition",
    text: "The definition is the one that models have been given, word for word",
    source: "contracts/seeds.md 1",
  },
  { id: "execute-python.examples", text: "The examples of the guide run as written", source: "contracts/seeds.md 1" },
  {
    id: "execute-python.calls",
    text: "Each form of the call is taken, and a wrong one gets an error that shows the right form",
    source: "contracts/seeds.md 1, 2",
  },
  {
    id: "execute-python.failures",
    text: "A failure says what happened, and what the model should do next",
    source: "contracts/seeds.md 1",
  },
  { id: "execute-python.policy", text: "The source is validated by a named policy", source: "contracts/seeds.md 1" },
  {
    id: "execute-python.truth",
    text: "Success, failure and time are what happened, whatever stands on stderr",
    source: "contracts/seeds.md 1",
  },
  {
    id: "execute-python.variables",
    text: "The PISTON_ variables configure the tool, and a bad one is refused by name",
    source: "contracts/seeds.md 1",
  },
  {
    id: "execute-python.metrics",
    text: "Each execution is recorded, logged and counted",
    source: "contracts/seeds.md 1",
  },

  // ExecutionTool
  {
    id: "execution-tool.languages",
    text: "Every language of the guide runs with packages, files, variables, a memory limit and a working directory",
    source: "seeds.md 3",
  },
  { id: "execution-tool.examples", text: "The examples of the guide run as written", source: "contracts/seeds.md 3" },
  {
    id: "execution-tool.envelope",
    text: "Every answer is one envelope, with all that was printed, however the program ended",
    source: "contracts/seeds.md 3",
  },
  {
    id: "execution-tool.exit-codes",
    text: "Exit codes are the program's own, 2 for a set-up error and 124 for a time-out",
    source: "contracts/seeds.md 3",
  },
  {
    id: "execution-tool.inputs",
    text: "Sizes, seconds, variables and packages mean what the guide says, and none is dropped",
    source: "contracts/seeds.md 3",
  },
  {
    id: "execution-tool.mcp",
    text: "The guide's calls of the MCP server run in the caller's process, with the answers that a server gives",
    source: "contracts/seeds.md 3",
  },
  {
    id: "execution-tool.scripts",
    text: "A script runs in the language of its ending, with the files beside it",
    source: "contracts/seeds.md 3",
  },

  // Settings, serve and doctor
  {
    id: "settings.order",
    text: "A flag wins over a variable, a variable over the file, and config tells where each value came from",
    source: "style.md 9",
  },
  {
    id: "settings.named",
    text: "A wrong setting stops the start with a sentence that names it and its source",
    source: "style.md 9",
  },
  {
    id: "settings.folder",
    text: "The folder of a program that is run does not say how that program is sealed",
    source: "wall.md 22",
  },
  {
    id: "serve.drain",
    text: "The first signal lets what runs end, a second one stops at once, and neither leaves anything",
    source: "design.md 10",
  },
  {
    id: "serve.start",
    text: "A server that cannot start names the setting that stands in the way",
    source: "style.md 9",
  },
  { id: "serve.exposed", text: "Beyond loopback it listens only where that is asked for", source: "wall.md 23" },
  { id: "serve.unheard", text: "A server outlives the readers of its messages", source: "design.md 10" },
  {
    id: "doctor.truth",
    text: "Doctor lists as enforced what is enforced on this machine, and nothing else",
    source: "design.md 5.9",
  },
  { id: "doctor.remedy", text: "Doctor names what is missing with what mends it", source: "wall.md 10" },

  // Server
  {
    id: "server.ready",
    text: "/readyz says no, and why, where no sandbox can be built or the disk of the data directory is full",
    source: "design.md 4",
  },
  {
    id: "server.execution",
    text: "A request over HTTP answers the execution as it ended, and its record stays",
    source: "rest.md",
  },
  {
    id: "server.stream",
    text: "Events come as they happen, in lines or server-sent events, and exactly one ended is the last",
    source: "rest.md",
  },
  {
    id: "server.cancel",
    text: "DELETE, or a client that goes away, stops an execution that runs or waits",
    source: "design.md 4",
  },
  { id: "server.list", text: "Lists go from new to old, page by page", source: "rest.md" },
  {
    id: "server.downloads",
    text: "Artifacts come back byte for byte, and no browser shows or runs them",
    source: "wall.md 24",
  },
  { id: "server.info", text: "The server tells how it is and what can run", source: "rest.md" },
  {
    id: "server.fairness",
    text: "Principals take turns, and none can fill the queue for the others",
    source: "design.md 4",
  },
  { id: "server.too-busy", text: "Past the queue the answer is 429 and says when to try again", source: "design.md 4" },
  { id: "server.json-only", text: "A body is JSON or refused", source: "wall.md 23" },
  { id: "server.host", text: "Only requests that name this server are answered", source: "wall.md 23" },
  { id: "server.origin", text: "A web page may call only if its origin is listed", source: "wall.md 23" },
  { id: "server.health", text: "The health check answers whatever else goes on", source: "rest.md" },
  {
    id: "server.loopback",
    text: "Without keys the server listens on loopback only, unless it is told otherwise",
    source: "wall.md 23",
  },
  { id: "server.idle", text: "A connection that is idle is the client's to close", source: "e2b.md" },
  { id: "server.slow-clients", text: "A client that sends or reads slowly costs only itself", source: "wall.md 14" },
  {
    id: "server.private-paths",
    text: "A storage failure tells clients the problem, and only the operator the path",
    source: "style.md 8",
  },
  {
    id: "server.drain",
    text: "A server that is told to stop lets what runs end, and takes nothing new",
    source: "design.md 4",
  },
  { id: "server.docs", text: "The page of the API says all that a stranger needs", source: "rest.md" },
  {
    id: "files.kept",
    text: "A file that was put comes back byte for byte, under one id for one content, until it is removed or has to go",
    source: "rest.md",
  },
  {
    id: "files.references",
    text: "A program has the files that its request refers to, whatever becomes of them meanwhile, and unknown ones are refused by name",
    source: "rest.md",
  },
  {
    id: "files.streamed",
    text: "A large file goes in and comes out without the host holding it",
    source: "design.md 10",
  },
  {
    id: "files.whole",
    text: "An upload that breaks off, is too large, or whose server is killed leaves nothing",
    source: "design.md 10",
  },
  {
    id: "files.bounded",
    text: "Files together keep within their bound: those whose content came longest ago go",
    source: "design.md 9",
  },
  { id: "server.uploads", text: "No upload is taken that a web page may have sent", source: "wall.md 23" },
  { id: "isolation.files", text: "What another principal put behaves as unknown", source: "wall.md 25" },
  { id: "isolation.executions", text: "What belongs to another principal behaves as unknown", source: "design.md 10" },
  { id: "store.kept", text: "A record that was completed stays, whole", source: "design.md 4" },
  {
    id: "store.lost",
    text: "An execution that never ended is lost after a crash, never left running",
    source: "design.md 4",
  },
  {
    id: "store.killed",
    text: "A server that is killed under load loses no record that it answered for, and leaves nothing",
    source: "design.md 10",
  },
  { id: "store.bounded", text: "Old records go once there are too many", source: "design.md 9" },
  { id: "store.batched", text: "Records of concurrent executions are written together", source: "design.md 9" },
  {
    id: "bad-input.http",
    text: "A malformed request over HTTP gets a 4xx that names what is wrong",
    source: "design.md 10",
  },
  {
    id: "bad-input.data-dir",
    text: "A data directory that cannot be used stops the start with the remedy",
    source: "design.md 10",
  },
  {
    id: "bad-input.port",
    text: "A port or address that cannot be had stops the start with the remedy",
    source: "design.md 10",
  },

  // Environments
  {
    id: "environments.portable",
    text: "A package of the portable engine is kept only with the hash that its lock has",
    source: "design.md 6, wall.md 26",
  },
  {
    id: "environments.portable-offline",
    text: "Without the network the portable engine runs base, and says what is missing for more",
    source: "design.md 6",
  },

  // Registries
  {
    id: "registries.reach",
    text: "A package installer reaches the machine's registries and what they point at, and no other or private address",
    source: "wall.md 26, 27",
  },
  {
    id: "registries.credentials",
    text: "Credentials of a registry go to its own origin only, and never to a sandbox, an error or a report",
    source: "design.md 7, wall.md 26",
  },
  {
    id: "registries.limits",
    text: "What installers download is bounded in bytes, in memory and in requests at a time",
    source: "wall.md 27",
  },
  {
    id: "registries.failures",
    text: "A registry that fails is asked once more, and what it did is said by host name",
    source: "design.md 4",
  },
  {
    id: "registries.configuration",
    text: "Registries, logins, proxies and certificates are those that the machine's own clients use",
    source: "design.md 7, wall.md 27",
  },
  {
    id: "registries.clients",
    text: "pip, npm, go, cargo and apt fetch packages, and a Maven repository is served, with nothing but the mirror",
    source: "design.md 7",
  },

  // The portable engine
  {
    id: "portable.doors",
    text: "Whatever object of its process a program gets hold of, nothing outside is read, written, started or reached",
    source: "wall.md 28",
  },
  {
    id: "portable.disk",
    text: "No program makes a file of the host grow, also not one without a name",
    source: "wall.md 28",
  },
  {
    id: "portable.frames",
    text: "A program that writes frames itself ends as one of its own outcomes, within its limits",
    source: "wall.md 13",
  },
  {
    id: "portable.image",
    text: "A memory image that is damaged is built again and said so, and one that cannot be kept is done without",
    source: "design.md 6",
  },

  // The caller's hand in a running program
  {
    id: "controls.stdin",
    text: "A program reads what its caller writes while it runs, in order and whole, until the caller ends it",
    source: "piston.md WebSocket",
  },
  {
    id: "controls.backpressure",
    text: "What a program does not read waits with its writer, not in the sandbox",
    source: "wall.md 14",
  },
  {
    id: "controls.signal",
    text: "A signal reaches the program and what it started, nothing else, and not before it has started",
    source: "wall.md 18, piston.md broken there",
  },
  {
    id: "controls.portable",
    text: "The portable engine interrupts and ends programs, and refuses what it cannot do",
    source: "design.md 6",
  },
  // MCP
  {
    id: "mcp.tools",
    text: "Clients of 2025-11-25 and of 2026-07-28 list the tools and call them; a call is an execution like any other",
    source: "contracts/seeds.md 3, agent-protocols.md MCP",
  },
  {
    id: "mcp.errors",
    text: "What is wrong with a call is told by the name of the field, what is no call is refused, never with a 5xx",
    source: "agent-protocols.md MCP, design.md 10",
  },
  {
    id: "mcp.cancel",
    text: "A client that withdraws a call, or goes away, stops its execution; nobody stops another's",
    source: "agent-protocols.md MCP",
  },
  {
    id: "mcp.progress",
    text: "A client that asks for progress hears what is printed and installed while the call runs",
    source: "agent-protocols.md MCP",
  },
  {
    id: "mcp.python",
    text: "An agent keeps its variables from call to call, in interpreters that only its own client reaches",
    source: "contracts/seeds.md 5",
  },
  {
    id: "mcp.toolsets",
    text: "A set of tools is chosen by its name, and only that is offered",
    source: "agent-protocols.md MCP",
  },
  {
    id: "mcp.stdio",
    text: "glovebox mcp speaks MCP on stdin and stdout, and ends with its client",
    source: "agent-protocols.md MCP",
  },
  {
    id: "mcp.pydantic-ai",
    text: "An agent of PydanticAI runs code by the functions that the guide names",
    source: "contracts/seeds.md 3",
  },
  // Telemetry
  {
    id: "telemetry.tool",
    text: "What is traced and recorded around an execution reaches the collector that is configured, over gRPC and HTTP",
    source: "contracts/seeds.md 3",
  },
  {
    id: "telemetry.server",
    text: "Every execution of every face is a span and is counted as it ended, without its code; nothing is loaded unasked",
    source: "contracts/seeds.md 3, agent-protocols.md OpenTelemetry",
  },
  {
    id: "telemetry.metrics",
    text: "GET /metrics counts what ended, in which way and after how long, for Prometheus",
    source: "rest.md",
  },
  // Piston's API
  {
    id: "piston.execute",
    text: "A job of Piston's API is run, under both prefixes, and answered with all that a stage has",
    source: "piston.md",
  },
  {
    id: "piston.framing",
    text: "Paths, content types and errors are framed as Piston frames them; jobs are executions like any other",
    source: "piston.md",
  },
  { id: "piston.runtimes", text: "The runtimes are listed, with versions of semver", source: "piston.md" },
  {
    id: "piston.refusals",
    text: "A job that is not in order is refused in Piston's words, in Piston's order; nothing is a 500 or a stack",
    source: "piston.md",
  },
  {
    id: "piston.versions",
    text: "A version is a semver range, and the highest that matches runs; a prerelease only by its exact name",
    source: "piston.md",
  },
  {
    id: "piston.files",
    text: "Files are laid as Piston lays them, text, base64 and hex, with folders; none outside",
    source: "piston.md",
  },
  { id: "piston.input", text: "stdin ends with a newline, arguments come whole, HOME is /tmp", source: "piston.md" },
  {
    id: "piston.output",
    text: "Output is whole characters in the order of arrival, and what crosses the limit is cut, not dropped",
    source: "piston.md",
  },
  {
    id: "piston.statuses",
    text: "Each way to end has Piston's status, signal and message; out of memory says so",
    source: "piston.md",
  },
  {
    id: "piston.limits",
    text: "Limits are the configured ones, a language's own win, and 0 never means unlimited",
    source: "piston.md",
  },
  { id: "piston.packages", text: "Packages are toolchains: listed, disabled and enabled", source: "piston.md" },
  {
    id: "piston.settings",
    text: "A Piston server's environment variables are settings here, with its defaults but for the output limit",
    source: "piston.md settings",
  },
  {
    id: "piston.engine",
    text: "A request that names the engine piston runs on a remote Piston, as another engine would run it; auto never does",
    source: "piston.md, seeds.md 1",
  },
  {
    id: "piston.engine-truth",
    text: "What a remote Piston refuses, fails at, or does not say is told as that, and never as a program's success",
    source: "seeds.md 1",
  },
  { id: "piston.clients", text: "Piston's clients work as they are", source: "piston.md clients" },
  {
    id: "piston.connect",
    text: "A job over a WebSocket is told as it happens, takes stdin and signals, and ends with its client; no message harms",
    source: "piston.md WebSocket",
  },
  {
    id: "runtimes.switches",
    text: "A toolchain that is disabled cannot be used through any face, also after a restart",
    source: "piston.md packages",
  },

  // Sessions
  {
    id: "cli.compiled",
    text: "what Node makes of the sources is kept for the next start, in a folder that only its user can reach",
    source: "settings.md",
  },
  {
    id: "cli.repl",
    text: "glovebox repl is a conversation with a session: blocks, Ctrl-C, pictures, branches, history, and code from a pipe",
    source: "design.md 1",
  },
  {
    id: "sessions.conversation",
    text: "A notebook-like conversation of 200 cells over HTTP gives every output, through errors, a crash, an interrupt and a branch",
    source: "design.md 5.7",
  },
  {
    id: "sessions.stream",
    text: "One WebSocket takes a session's cells, their stdin and interrupts, and tells their events and what is said between them",
    source: "design.md 5.7",
  },
  {
    id: "sessions.drain",
    text: "Sessions end with their server: after the cells that run, or at once; nothing hangs and nothing new begins",
    source: "design.md 10",
  },
  {
    id: "sessions.rest",
    text: "Over HTTP a session is made, given cells, looked at, branched, interrupted, restarted and ended; a cell is an execution like any other",
    source: "rest.md",
  },
  {
    id: "sessions.everywhere",
    text: "A session does the same on each engine that has sessions: variables, files, input, limits, interrupts, deaths",
    source: "design.md 5.7",
  },
  {
    id: "sessions.quota",
    text: "One principal cannot have all sessions or sandboxes that there may be",
    source: "design.md 4",
  },
  {
    id: "sessions.javascript",
    text: "JavaScript and TypeScript sessions keep what cells declare, await, import modules, show the last value, and survive stray errors and process.exit",
    source: "design.md 5.7",
  },
  {
    id: "sessions.bash",
    text: "A bash session keeps variables, functions, the folder and options; exit ends the cell and not the session",
    source: "design.md 5.7",
  },
  {
    id: "sessions.files",
    text: "A session's files are listed, read, written, moved and removed from outside, and no link leads beyond them",
    source: "rest.md, wall.md 15",
  },
  {
    id: "bad-input.sessions",
    text: "Dead, foreign and unknown sessions are unknown in the same words; a wrong cell or too many harm nobody else",
    source: "design.md 10",
  },

  // Notebooks
  {
    id: "notebooks.outputs",
    text: "A notebook comes back valid, with the outputs that Jupyter gives: their kinds, order and counts",
    source: "seeds.md 3",
  },
  {
    id: "notebooks.errors",
    text: "A notebook ends at the first cell that fails, unless errors are allowed or its tag expects it",
    source: "seeds.md 3",
  },
  {
    id: "notebooks.parameters",
    text: "Parameters are set after the cell tagged parameters, and in the place of those of an earlier run",
    source: "seeds.md 3",
  },
  { id: "notebooks.older", text: "An older notebook of nbformat 4 is brought to 4.5", source: "seeds.md 3" },
  {
    id: "notebooks.refused",
    text: "What is no notebook, or is for a kernel that cannot be had, is refused with words that say so",
    source: "seeds.md 3",
  },
  {
    id: "notebooks.limits",
    text: "Each cell of a notebook has its limits, and the next one runs",
    source: "design.md 5",
  },
  {
    id: "notebooks.stop",
    text: "Who stops a notebook, or goes away from it, stops the cell that runs; no other begins, and no session is left",
    source: "design.md 4",
  },
  {
    id: "notebooks.command",
    text: "glovebox run takes a notebook: its finished copy and its files are saved, and the exit code is that of its outcome",
    source: "seeds.md 3",
  },
  {
    id: "notebooks.tool",
    text: "ExecutionTool.executeNotebook runs a notebook of this machine with the files beside it, and answers in its envelope",
    source: "seeds.md 3",
  },
  {
    id: "notebooks.rest",
    text: "Over HTTP a notebook is admitted, recorded and cancelled like any execution, and tells of each cell and what it shows",
    source: "rest.md, design.md 4",
  },

  // Sandboxes that stay, and E2B's clients in them
  {
    id: "sandboxes.shared",
    text: "Contexts, commands and files of a sandbox that stays are in one place, with its variables",
    source: "e2b.md",
  },
  {
    id: "sandboxes.commands",
    text: "Commands leave processes behind that live as long as their sandbox, and no output piles up for who does not read",
    source: "e2b.md envd, wall.md 14",
  },
  {
    id: "sandboxes.terminals",
    text: "Only sandboxes that ask have terminals, and nobody types into one or changes its driver",
    source: "e2b.md envd, wall.md 7, 8",
  },
  {
    id: "sandboxes.time",
    text: "A sandbox ends or is paused when its time is up, and the time of a paused one stands still",
    source: "e2b.md control plane",
  },
  {
    id: "sandboxes.principals",
    text: "A sandbox of another principal is told of as one that never was",
    source: "e2b.md",
  },
  {
    id: "e2b.sdk",
    text: "E2B's own library works unmodified with two addresses set: create, run, list, connect, kill",
    source: "e2b.md",
  },
  {
    id: "e2b.contexts",
    text: "Contexts have variables of their own and files in common; they are listed, restarted and removed",
    source: "e2b.md contexts",
  },
  {
    id: "e2b.commands",
    text: "Commands run in the foreground and background, take input, are listed and killed, and keep their time-out",
    source: "e2b.md envd",
  },
  {
    id: "e2b.packages",
    text: "pip install in a run installs packages that all of its sandbox can use",
    source: "e2b.md code interpreter",
  },
  { id: "e2b.pty", text: "Terminals take input, have a size, and tell how they ended", source: "e2b.md envd" },
  { id: "e2b.files", text: "Files are written, read, listed, moved, watched and removed", source: "e2b.md envd" },
  {
    id: "e2b.signed",
    text: "A signed URL alone is enough for the file, the operation and the time that were signed, and for nothing else",
    source: "e2b.md envd",
  },
  { id: "e2b.pause", text: "A paused sandbox takes nothing new, and goes on with what it had", source: "e2b.md" },
  { id: "e2b.end", text: "Runs, commands and streams end with their sandbox, and clients learn why", source: "e2b.md" },
  {
    id: "e2b.isolation",
    text: "Another key, or an id without its tokens, reaches nothing, in the words for what never was",
    source: "e2b.md, wall.md 25",
  },
  {
    id: "e2b.hostile-input",
    text: "What is not in order is refused at every door, and files that a sandbox's user cannot reach are out of reach",
    source: "e2b.md, wall.md 15",
  },
];
