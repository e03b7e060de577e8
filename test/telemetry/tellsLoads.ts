// Imported before a program's own modules: tells on stderr which of OpenTelemetry's packages are loaded.
import { registerHooks } from "node:module";

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith("@opentelemetry/")) process.stderr.write(`loads ${specifier}\n`);
    return next(specifier, context);
  },
});
