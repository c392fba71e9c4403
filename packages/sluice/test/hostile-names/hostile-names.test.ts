import type { Destination } from '@sluice/load';
import { type Dataset, resource } from 'sluice';
import { expect, onTestFinished, test } from 'vitest';
import { describeEngines } from '../engines.ts';
import { workspace } from '../workspace.ts';
import { distinctNames, type NamesUnder, namesUnder, type Place, placesOf } from './places.ts';
import { recordsOf, type Way, ways } from './ways.ts';

/** A place, and how it is loaded. */
interface Plan {
  readonly place: Place;
  readonly way: Way;
}

const replace = ways.find(({ name }) => name === 'replace');

/** Every name has every role, and the ways take turns. */
function plansFor(names: NamesUnder, turn = 0): readonly Plan[] {
  return placesOf(distinctNames(names)).flatMap((place, index) => {
    const way = ways[(index + turn) % ways.length];
    return way ? [{ place, way }] : [];
  });
}

/** The resources of a load. The file formats that the destination reads take turns, too. */
function resources(plans: readonly Plan[], load: number, { capabilities }: Destination) {
  const texts = (['csv', 'jsonl'] as const).filter((format) => capabilities.fileFormats.includes(format));
  const formats = ['preferred', ...texts] as const;
  return plans.map(({ place, way }, index) => {
    const fileFormat = formats[(Math.floor(index / ways.length) + load) % formats.length] ?? 'preferred';
    const hints = { ...way.hints(place), table: place.table, fileFormat };
    return resource(`r${index}`, hints, recordsOf(way, load, place));
  });
}

async function expectLoaded(dataset: Dataset, plans: readonly Plan[], names: NamesUnder): Promise<void> {
  for (const { place, way } of plans) {
    const [key, value] = [names.column([place.key]), names.column([place.value])];
    const rows = await dataset.table(names.root(place.table)).select(key, value).rows();
    expect(rows.map((row) => `${row[key]} ${row[value]}`).sort(), JSON.stringify(place)).toEqual(way.rows);
    if (way.elements.length === 0) continue;
    const element = names.column([place.element]);
    const nested = dataset.table(names.nested(place.table, [place.list])).select(element);
    const elements = (await nested.orderBy(element).rows()).map((row) => row[element]);
    expect(elements, JSON.stringify(place)).toEqual(way.elements);
  }
}

/** Hundreds of tables, on a machine that is busy with other things. */
const patience = 300_000;

/** What is in tables whose columns all hold the same: `x` and `y`, of which then one becomes `z`. */
const wide: Readonly<Record<string, readonly string[]>> = {
  append: ['1 x', '1 z', '2 y'],
  replace: ['1 z'],
  'delete-insert by merge key': ['1 z', '2 y'],
  'delete-insert': ['1 z', '2 y'],
  upsert: ['1 z', '2 y'],
  'insert-only': ['1 x', '2 y'],
  cdc: ['1 z'],
};

function withoutFormat(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_dlt_')));
}

/** A workspace whose database stays open: opening it anew for each reading would take most of the time. */
async function openWorkspace(engine: Parameters<typeof workspace>[0]) {
  const space = await workspace(engine);
  const connection = await space.destination().open({ dataset: 'data' });
  onTestFinished(() => connection.close());
  return space;
}

describeEngines((engine) => {
  const conventions = ['direct', 'sql_cs_v1', 'duck_case', 'snake_case'];

  test.each(conventions)(
    '%s: tables, columns, keys, marks and lists, loaded in every way',
    async (naming) => {
      const { open, destination } = await openWorkspace(engine);
      const names = namesUnder(naming, destination().capabilities.identifiers);
      const turn = conventions.indexOf(naming);
      // What the first one has shown, the others show of some.
      const plans = plansFor(names, turn).filter((_, index) => turn === 0 || index % 4 === turn);
      for (const load of [0, 1]) await open({ naming }).run(resources(plans, load, destination()));
      await expectLoaded(open({ naming }).dataset(), plans, names);
    },
    patience,
  );

  test(
    'tables are replaced by every strategy',
    async () => {
      const { open, destination } = await openWorkspace(engine);
      const { identifiers, replaceStrategies } = destination().capabilities;
      const names = namesUnder('direct', identifiers);
      for (const [turn, replaceStrategy] of replaceStrategies.entries()) {
        const pipeline = {
          naming: 'direct',
          name: replaceStrategy,
          dataset: replaceStrategy,
          replaceStrategy,
        };
        const plans = plansFor(names)
          .filter((_, index) => index % 6 === turn)
          .flatMap(({ place }) => (replace ? [{ place, way: replace }] : []));
        for (const load of [0, 1]) await open(pipeline).run(resources(plans, load, destination()));
        await expectLoaded(open(pipeline).dataset(), plans, names);
      }
    },
    patience,
  );

  test(
    'a table has columns of all names, in every way',
    async () => {
      const { open, destination } = await openWorkspace(engine);
      const names = namesUnder('direct', destination().capabilities.identifiers);
      const keys = distinctNames(names).filter((name) => name !== 'a');
      const place = { table: '', key: 'a', value: '', first: '', second: '', list: '', element: '' };
      const record = (a: number, value: string) =>
        Object.fromEntries([['a', a], ...keys.map((key) => [key, value])]);
      const loads = [[record(1, 'x'), record(2, 'y')], [record(1, 'z')]];
      for (const records of loads)
        await open({ naming: 'direct' }).run(
          ways.flatMap(({ name, hints }) => {
            const { columns: _, ...others } = hints(place);
            return name in wide ? [resource(name, others, records)] : [];
          }),
        );
      const row = (text: string) => {
        const [a, value] = text.split(' ');
        return Object.fromEntries([['a', Number(a)], ...keys.map((key) => [names.column([key]), value])]);
      };
      for (const [name, expected] of Object.entries(wide)) {
        const rows = await open({ naming: 'direct' }).dataset().table(name).orderBy('a').orderBy('d').rows();
        expect(rows.map(withoutFormat), name).toEqual(expected.map(row));
      }
    },
    patience,
  );

  test.each([
    ...[
      'a"; --',
      "a'b, c",
      'select',
      'a.b',
      '$user',
      '%s $1 {0}',
      '\\',
      'store',
      'temp',
      '__proto__',
      'İ',
      'a\u2028b',
    ],
    ...['é'.repeat(40), '表'.repeat(300)],
  ])('a dataset called %j', async (dataset) => {
    const { open } = await workspace(engine);
    const pipeline = { naming: 'direct', dataset };
    const load = (id: number) =>
      open(pipeline).run([{ id, l: [id] }], { table: 't', writeDisposition: 'merge', primaryKey: 'id' });
    for (const id of [1, 1]) await load(id);
    expect(await open(pipeline).dataset().rowCounts()).toEqual({ t: 1, 't▶l': 1 });
    expect(await open(pipeline).dataset().loads()).toHaveLength(2);
  });
});
