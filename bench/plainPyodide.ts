// What one would otherwise use: Pyodide in a Node process of its own, without walls. Prints how long each part took.
import { loadPyodide } from "pyodide";

const started = performance.now();
const python = await loadPyodide({ stdout: (text: string) => process.stderr.write(`${text}\n`) });
const loaded = performance.now();
python.runPython("print(1)");
process.stdout.write(JSON.stringify({ loadMs: loaded - started, runMs: performance.now() - loaded }));
