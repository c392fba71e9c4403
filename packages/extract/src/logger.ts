/** Where messages go. `fields` are facts for machines: never row values, never secrets. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Says nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Warnings and errors to the console, the rest to nobody. */
export const consoleLogger: Logger = {
  ...silentLogger,
  // biome-ignore lint/suspicious/noConsole: the one place that is asked to
  warn: (message, fields) => (fields ? console.warn(message, fields) : console.warn(message)),
  // biome-ignore lint/suspicious/noConsole: the one place that is asked to
  error: (message, fields) => (fields ? console.error(message, fields) : console.error(message)),
};
