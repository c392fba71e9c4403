import type { ColumnBatch } from '@sluice/schema';
import { type CarrierType, carrierType } from './carrier-type.ts';

/** How files tell who wrote them: what `widenPgcopy` asks for before it touches one. */
const createdBy = 'sluice version 1';
/** `PGCOPY\n\377\r\n\0` */
const signature = Uint8Array.of(80, 71, 67, 79, 80, 89, 10, 255, 13, 10, 0);
/** Behind the signature: 32 bits of flags, all zero, then the length of the extension. */
const extensionLengthAt = signature.length + 4;
const extensionAt = extensionLengthAt + 4;

/** A column of a binary COPY file. */
export interface CarriedColumn {
  readonly name: string;
  readonly type: CarrierType;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export function carriedColumns({ columns }: ColumnBatch): CarriedColumn[] {
  return columns.map(({ name, type }) => ({ name, type: carrierType(type) }));
}

/**
 * What a binary COPY file begins with. The format has neither names nor types: they are in the header's extension, as
 * JSON, which PostgreSQL reads over.
 */
export function encodeHeader(columns: readonly CarriedColumn[]): Uint8Array {
  const extension = encoder.encode(
    JSON.stringify({ createdBy, columns: columns.map(({ name, type }) => [name, type]) }),
  );
  const header = new Uint8Array(extensionAt + extension.length);
  header.set(signature);
  new DataView(header.buffer).setInt32(extensionLengthAt, extension.length);
  header.set(extension, extensionAt);
  return header;
}

/** The columns of a file that sluice wrote, in its order, and where its rows begin; null for any other file. */
export function decodePgcopyHeader(file: Uint8Array): { columns: CarriedColumn[]; length: number } | null {
  if (file.length < extensionAt || signature.some((byte, index) => file[index] !== byte)) return null;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = extensionAt + view.getUint32(extensionLengthAt);
  if (length > file.length) return null;
  try {
    const extension = JSON.parse(decoder.decode(file.subarray(extensionAt, length)));
    if (extension.createdBy !== createdBy) return null;
    const columns = (extension.columns as [string, CarrierType][]).map(([name, type]) => ({ name, type }));
    return { columns, length };
  } catch {
    return null;
  }
}
