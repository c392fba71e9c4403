import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { transition } from './transition.ts';

/** Writes a whole file and waits until it would survive a power cut. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a file that may exist: a reader, and whoever comes after a crash, finds the old content or the new. */
export async function replaceDurably(path: string, text: string): Promise<void> {
  await writeDurably(`${path}.new`, text);
  transition('file-written');
  await rename(`${path}.new`, path);
  await syncFolder(dirname(path));
}

/** Waits until the content of a file would survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The same for the names in a folder: a rename is durable only then. */
export async function syncFolder(path: string): Promise<void> {
  // Windows has no handle for folders; NTFS journals names by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
}
