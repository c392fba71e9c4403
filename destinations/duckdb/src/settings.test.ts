import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { DuckdbOptions } from './options.ts';
import { readSettings } from './settings.ts';

const instance = { connect: async () => Promise.reject(new Error('not used')) };

test.each<[string, string | DuckdbOptions, string]>([
  ['a path', 'a.duckdb', 'a.duckdb'],
  ['memory', ':memory:', ':memory:'],
  ['options', { path: 'a/b.duckdb' }, 'a/b.duckdb'],
  ['an instance', { instance }, 'a database handed in'],
  ['a catalogue of an instance', { instance, catalog: 'lake' }, 'lake in a database handed in'],
  [
    'an attached database, with a secret in its path',
    { attach: [{ path: 'md:?motherduck_token=secret', as: 'md' }], catalog: 'md' },
    'md in :memory:',
  ],
])('%s has a location for people', (_, options, location) => {
  expect(readSettings(options).location).toBe(location);
});

test('a path is relative to the working directory', () => {
  expect(readSettings('a.duckdb').place).toMatchObject({ path: resolve('a.duckdb'), isLimitFixed: false });
  expect(readSettings({ path: './md:a.duckdb' }).place).toMatchObject({ path: resolve('md:a.duckdb') });
});

test.each<[string, unknown, string]>([
  ['no options', undefined, 'options'],
  ['nothing', {}, 'path'],
  ['an empty path', '', 'path'],
  ['a URL', 'duckdb:///a.duckdb', 'path'],
  ['MotherDuck as a path', 'md:sales', 'path'],
  ["dlt's :pipeline:", ':pipeline:', 'path'],
  ['a NUL', 'a\0b', 'path'],
  ['an attached database without saying that the dataset is in it', { attach: [{ path: 'x' }] }, 'path'],
  ['no memory', { path: 'a', memoryLimitMb: 0 }, 'memoryLimitMb'],
  ['half a thread', { path: 'a', threads: 0.5 }, 'threads'],
  ['one extension', { path: 'a', extensions: 'ducklake' }, 'extensions'],
  ['an empty statement', { path: 'a', statements: [''] }, 'statements'],
  ['a setting that is SQL', { path: 'a', settings: { 'x = 1; DROP TABLE t; --': 1 } }, 'settings'],
  ['a setting without a value', { path: 'a', settings: { home_directory: null } }, 'settings'],
  [
    'a setting with an option of its own',
    { path: 'a', settings: { Memory_Limit: '1GB' } },
    'settings.Memory_Limit',
  ],
  ['a setting that loading needs', { path: 'a', settings: { timezone: 'CET' } }, 'settings.timezone'],
  ['something attached without a path', { path: 'a', attach: [{ as: 'x' }] }, 'attach.path'],
  ['a type that is SQL', { path: 'a', attach: [{ path: 'x', type: 'sqlite, read_only' }] }, 'attach.type'],
  ['an option that is SQL', { path: 'a', attach: [{ path: 'x', options: { 'a b': 1 } }] }, 'attach.options'],
  ['an unknown option', { path: 'a', token: 'secret' }, 'token'],
  ['an unknown option of ATTACH', { path: 'a', attach: [{ path: 'x', alias: 'y' }] }, 'attach.alias'],
  ['an empty catalogue', { path: 'a', catalog: '' }, 'catalog'],
  ['readOnly as a text', { path: 'a', readOnly: 'yes' }, 'readOnly'],
  ['something else than an instance', { instance: {} }, 'instance'],
  ['something else than a connection', { connection: instance }, 'connection'],
  ['two ways to a database', { instance, path: 'a' }, 'path'],
  ['limits for a database that is not ours', { instance, threads: 1 }, 'threads'],
])('refused: %s', (_, options, option) => {
  const read = () => readSettings(options as DuckdbOptions);
  expect(read).toThrow(
    expect.objectContaining({
      code: 'DESTINATION_OPTIONS_INVALID',
      message: expect.stringContaining(`\`${option}\``),
    }),
  );
  expect(read).not.toThrow(/secret|DROP/);
});
