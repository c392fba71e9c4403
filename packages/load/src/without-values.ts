/**
 * The text of a driver's error without what may be a value of a row: databases quote the value they could not take, and
 * what goes into a report goes into logs. Names stay, wherever databases put them in double quotes.
 */
export function withoutValues(text: string): string {
  return (
    text
      // Conversion Error: Could not convert string 'secret' to INT32
      .replace(/'(?:[^']|'')*'/gs, "'…'")
      // invalid input syntax for type integer: "secret"
      .replace(/: ".*"/gs, ': "…"')
      // Constraint Error: Duplicate key "id: secret" violates unique constraint
      .replace(/\bkey ".*?(?:" (?=violates)|"$)/gs, 'key "…" ')
      .trimEnd()
  );
}
