/** A table, and how it is shown in the tree. */
export interface TableLine {
  readonly name: string;
  readonly label: string;
}

/** Every table with those that hang on it below it, each by what its name adds to its parent's. */
export function tableTree(
  counts: Readonly<Record<string, number>>,
  parentOf: (name: string) => string | undefined,
): TableLine[] {
  const names = Object.keys(counts);
  const below = (parent: string, indent: string): TableLine[] => {
    const children = names.filter((name) => parentOf(name) === parent);
    return children.flatMap((name, index) => {
      const [branch, rest] = index < children.length - 1 ? ['├─ ', '│  '] : ['└─ ', '   '];
      const label = `${indent}${branch}${name.slice(parent.length + 2)}`;
      return [{ name, label }, ...below(name, indent + rest)];
    });
  };
  return names
    .filter((name) => parentOf(name) === undefined)
    .flatMap((name) => [{ name, label: name }, ...below(name, '')]);
}
