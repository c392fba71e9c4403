const widest = 44;

export const number = (value: number) => value.toLocaleString('en-US');

/** Rows of cells as lines with straight columns, counts to the right. The first row is the header. */
export function layOut(rows: readonly (readonly unknown[])[]): string[] {
  const texts = rows.map((row) => row.map(cell));
  const columns = (texts[0] ?? []).map((_, index) => ({
    width: Math.max(...texts.map((row) => row[index]?.length ?? 0)),
    isCount: rows
      .slice(1)
      .every((row) => typeof row[index] === 'number' || /^(\+.*)?$/.test(`${row[index]}`)),
  }));
  return texts.map((row) =>
    columns
      .map(({ width, isCount }, index) => row[index]?.[isCount ? 'padStart' : 'padEnd'](width))
      .join('   ')
      .trimEnd(),
  );
}

/** A value in a few characters: counts with their commas, times to the second. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return number(value);
  const text = String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\S*$/, '$1 $2');
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
}
