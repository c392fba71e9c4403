/** The SQLSTATE, or the code of Node; empty where there is none. */
export function codeOf(error: unknown): string {
  return property(error, 'code');
}

/** Its message; the text of what is no error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A field of the server's message, such as `schema`; empty where there is none. */
export function property(error: unknown, name: string): string {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : '';
}

/** Whether the server said it. Codes of Node are words of another length, or begin with an E for error. */
export function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
}
