/** What the generated text refers to itself. */
const taken = ['z', 'Uint8Array', 'Array'];

/** Gives each table a name for its type: `users__pets` → `UsersPets`. A name that is taken gets a number. */
export function typeNames(): (table: string) => string {
  const given = new Set(taken);
  return (table) => {
    const words = table.split(/[^\p{ID_Continue}]+|_+/u).filter((word) => word !== '');
    const joined = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
    const stem = /^\p{ID_Start}/u.test(joined) ? joined : `Table${joined}`;
    let name = stem;
    for (let number = 2; given.has(name); number++) name = `${stem}${number}`;
    given.add(name);
    return name;
  };
}
