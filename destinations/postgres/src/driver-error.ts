/** What an error of the driver says of itself: the driver's own, the server's, and those of Node's sockets. */

/** The SQLSTATE, or the code of Node; empty where there is none. */
export function codeOf(error: unknown): string {
  return property(error, 'code');
}

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
