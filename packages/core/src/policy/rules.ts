/** What a policy does not allow, and for each thing why not and what to do instead. Read by sandbox/glovebox_sandbox/policy.py. */
export type Rules = {
  /** Modules with what is below them, as dotted paths. */
  readonly modules: ReadonlyMap<string, Reason>;
  /** Functions and other members of modules that are allowed otherwise. */
  readonly names: ReadonlyMap<string, Reason>;
  /** If there are any: no other module may be imported, but those that the request brings itself. */
  readonly allowed: readonly string[] | null;
};

export type Reason = { readonly why: string; readonly instead: string };

export type Strictness = "standard" | "strict";

/** Attributes that lead from any object to the interpreter's inside, whatever was imported. */
export const HIDDEN_WAYS: readonly string[] = [
  ..."__subclasses__ __globals__ __builtins__ __loader__ __import__ __code__ __closure__".split(" "),
  ..."f_globals f_builtins f_locals tb_frame gi_frame cr_frame ag_frame".split(" "),
];

/** Modules that other modules have imported under their own or a private name, such as `random._os`. */
export const SMUGGLED: readonly string[] =
  "os posix nt sys subprocess builtins importlib socket ctypes multiprocessing".split(" ");

const code: Reason = {
  why: "it runs text as code, which nobody has read",
  instead: "write the code itself; for data use ast.literal_eval or json.loads",
};
const loading: Reason = {
  why: "it loads modules by names that cannot be read from the source",
  instead: "use import with the module's name",
};
const system: Reason = {
  why: "it reaches processes, files and settings of the system",
  instead: "use pathlib, glob, tempfile or open for files, and datetime or time for clocks",
};
const processes: Reason = {
  why: "it starts or ends processes",
  instead: "do it in Python itself, with the modules that are allowed",
};
const network: Reason = {
  why: "it opens network connections",
  instead: "give the data to the execution as files",
};
const native: Reason = {
  why: "it calls native code and memory past Python's rules",
  instead: "use Python, or a package of the environment such as numpy",
};
const interpreter: Reason = {
  why: "it reaches the interpreter's inside, and through it every module",
  instead: "end with raise SystemExit(code), write with print, and read data from files",
};
const asking: Reason = {
  why: "nobody is there to answer",
  instead: "put the data into the code, or into a file that comes with the request",
};
const deleting: Reason = {
  why: "it deletes whole folders",
  instead: "leave files where they are: the workspace ends with the execution",
};
const unpickling: Reason = {
  why: "reading its data can run any code",
  instead: "use json, csv or a DataFrame's own formats such as parquet",
};

export const UNLISTED: Reason = {
  why: "it is not one of the modules that this policy allows",
  instead: "do it with the standard library's data modules, or with pandas, numpy and the other packages of its list",
};
export const HIDDEN: Reason = {
  why: "it leads past the names in the source to the interpreter's inside",
  instead: "use the object's ordinary attributes",
};
export const WRITING: Reason = {
  why: "it writes outside of the workspace",
  instead: "write to a relative path, such as result.csv; what is left there comes back as an artifact",
};
export const UNREADABLE: Reason = {
  why: "it cannot be checked",
  instead: "make it shorter and less deeply nested, as Python source, or leave policy out",
};

export const rules: Readonly<Record<Strictness, Rules>> = {
  standard: {
    modules: table([
      [system, "os posix nt pwd grp spwd resource fcntl termios tty pty mmap winreg msvcrt syslog"],
      [processes, "subprocess _posixsubprocess multiprocessing _multiprocessing signal asyncio.subprocess"],
      [
        network,
        "socket _socket ssl _ssl socketserver select selectors ftplib smtplib poplib imaplib nntplib telnetlib",
      ],
      [network, "http.client http.server urllib.request xmlrpc webbrowser requests httpx aiohttp urllib3 websockets"],
      [interpreter, "sys builtins"],
      [loading, "importlib imp pkgutil runpy zipimport"],
      [code, "code codeop marshal pdb bdb"],
      [native, "ctypes _ctypes cffi"],
    ]),
    names: table([
      [code, "builtins.exec builtins.eval builtins.compile"],
      [loading, "builtins.__import__"],
      [asking, "builtins.input builtins.breakpoint"],
      [deleting, "shutil.rmtree"],
      [processes, "asyncio.create_subprocess_exec asyncio.create_subprocess_shell"],
    ]),
    allowed: null,
  },
  strict: {
    modules: table([
      [processes, "subprocess _posixsubprocess multiprocessing"],
      [network, "socket _socket"],
      [loading, "importlib imp"],
      [unpickling, "pickle _pickle cPickle dill cloudpickle shelve"],
      [interpreter, "builtins posix nt"],
      [native, "ctypes"],
    ]),
    names: table([
      [code, "builtins.exec builtins.eval builtins.compile sys.settrace sys.setprofile"],
      [loading, "builtins.__import__ sys.modules sys.meta_path sys.path_hooks sys._getframe"],
      [deleting, "shutil.rmtree"],
      [
        processes,
        "os.system os.popen os.fork os.forkpty os.kill os.killpg os.posix_spawn os.posix_spawnp os.startfile",
      ],
      [processes, "os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe"],
      [processes, "os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe"],
      [unpickling, "pandas.read_pickle"],
    ]),
    allowed: [
      // The list that the policy is named for, by import names.
      ..."json csv math datetime collections itertools re os sys zipfile tarfile gzip bz2 statistics".split(" "),
      ..."numpy pandas scipy sklearn sympy statsmodels matplotlib mpl_toolkits seaborn plotly".split(" "),
      ..."openpyxl xlrd xlwt docx PyPDF2 pdfplumber pypdf pyarrow h5py tables netCDF4 xarray lxml bs4".split(" "),
      ..."chardet PIL imageio jsonschema cerberus nltk textblob yaml dateutil pytz".split(" "),
      // The harmless standard library beside it.
      ..."__future__ abc argparse array ast base64 binascii bisect calendar cmath codecs colorsys".split(" "),
      ..."configparser contextlib contextvars copy copyreg dataclasses decimal difflib email enum errno".split(" "),
      ..."fnmatch fractions functools getopt glob graphlib hashlib heapq hmac html io ipaddress keyword".split(" "),
      ..."linecache locale logging lzma mimetypes numbers operator pathlib pprint queue quopri random".split(" "),
      ..."reprlib secrets shlex shutil sqlite3 string stringprep struct tempfile textwrap threading time".split(" "),
      ..."timeit token tokenize tomllib traceback types typing typing_extensions unicodedata unittest".split(" "),
      ..."urllib.parse uuid warnings wave weakref xml zlib zoneinfo".split(" "),
    ],
  },
};

function table(lines: readonly (readonly [Reason, string])[]): ReadonlyMap<string, Reason> {
  return new Map(lines.flatMap(([reason, names]) => names.split(" ").map((name) => [name, reason] as const)));
}
