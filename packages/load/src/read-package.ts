import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { parseSchema, SluiceError } from '@sluice/schema';
import { isMissing } from './is-missing.ts';
import type { ManifestPart } from './manifest.ts';
import type { SealedPackage } from './sealed-package.ts';

/** Reads a sealed package back and proves that every byte of it is there: otherwise `PACKAGE_DAMAGED`. */
export async function readPackage(folder: string): Promise<SealedPackage> {
  // Packages are read after a crash only, so a run does not pay for loading the checks.
  const { manifestShape, stateShape } = await import('./manifest-shape.ts');
  const read = async <T>(file: string, parse: (text: string) => T): Promise<T> => {
    try {
      return parse(await readFile(join(folder, file), 'utf8'));
    } catch (error) {
      throw damaged(folder, `${file} is ${isMissing(error) ? 'missing' : 'not readable'}`, error);
    }
  };
  const manifest = await read('manifest.json', (text) => manifestShape.parse(JSON.parse(text)));
  const document = await read('schema.json', (text) => text);
  const schema = await read('schema.json', parseSchema);
  const state =
    manifest.state.hash === null
      ? null
      : await read('state.json', (text) => stateShape.parse(JSON.parse(text)));
  for (const table of manifest.tables) {
    for (const part of table.parts) await verifyPart(folder, part);
  }
  if (schema.version_hash !== manifest.schema.hash)
    throw damaged(folder, 'schema.json is not of this package');
  return { folder, manifest, schema, document, state };
}

async function verifyPart(folder: string, part: ManifestPart): Promise<void> {
  let bytes = 0;
  let checksum = 0;
  try {
    for await (const chunk of createReadStream(join(folder, part.file), { highWaterMark: 1 << 20 })) {
      bytes += chunk.byteLength;
      checksum = crc32(chunk, checksum);
    }
  } catch (error) {
    throw damaged(folder, `${part.file} is ${isMissing(error) ? 'missing' : 'not readable'}`, error);
  }
  if (bytes !== part.bytes) {
    throw damaged(folder, `${part.file} has ${bytes} bytes, its manifest says ${part.bytes}`);
  }
  if (checksum !== part.crc32) throw damaged(folder, `${part.file} is not what was written`);
}

function damaged(folder: string, what: string, cause?: unknown): SluiceError {
  return new SluiceError('PACKAGE_DAMAGED', `A load package on disk is damaged: ${what}`, {
    place: { loadId: basename(folder), path: folder },
    remedy: 'Restore the folder from a copy, or remove it and run again to extract its data anew',
    cause,
  });
}
