/** The kinds of types, by the numbers of the Arrow format; -1 is the library's own, for dictionaries. */
export const typeIds = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  decimal: 7,
  date: 8,
  time: 9,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedSizeBinary: 15,
  fixedSizeList: 16,
  map: 17,
  largeBinary: 19,
  largeUtf8: 20,
  largeList: 21,
  binaryView: 23,
  utf8View: 24,
  dictionary: -1,
} as const;

/** As much of an Arrow type as tells what its values are. Which properties there are depends on the kind. */
export interface ArrowType {
  /** The kind: one of `typeIds`, or a number that no column can be made of. */
  readonly typeId: number;
  /** Of integers and decimals. */
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  /** Digits of a decimal; of floats 0, 1, 2 for 16, 32 and 64 bits. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of dates 0 for days, 1 for milliseconds; of times and timestamps 0 to 3 for s, ms, µs, ns. */
  readonly unit?: number;
  readonly timezone?: string | null | undefined;
  /** Bytes of a value of fixed-size binary. */
  readonly byteWidth?: number;
  /** Elements of a value of a fixed-size list. */
  readonly listSize?: number;
  /** Of a dictionary: the types of its values, and of the indices in their place. */
  readonly dictionary?: ArrowType;
  readonly indices?: ArrowType;
  /** Of structs, lists and maps. */
  readonly children?: readonly ArrowField[] | null;
}

/** A column of Arrow data, or a field inside one. */
export interface ArrowField {
  readonly name: string;
  readonly type: ArrowType;
  readonly nullable: boolean;
}

/** The columns of Arrow data, as an Arrow library describes them. */
export interface ArrowSchema {
  readonly fields: readonly ArrowField[];
}

/** Knows the `Schema` of an Arrow library by its shape. */
export function isArrowSchema(value: unknown): value is ArrowSchema {
  if (typeof value !== 'object' || value === null) return false;
  const { fields } = value as Partial<ArrowSchema>;
  return Array.isArray(fields) && fields.every(isField);
}

function isField(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, type } = value as Partial<ArrowField>;
  return typeof name === 'string' && typeof type?.typeId === 'number';
}

/** Structs, lists and maps: one column takes them as JSON. */
export function isNestedType({ typeId }: ArrowType): boolean {
  return (
    typeId === typeIds.struct ||
    typeId === typeIds.list ||
    typeId === typeIds.largeList ||
    typeId === typeIds.fixedSizeList ||
    typeId === typeIds.map
  );
}

/** Fractional digits of a second, by the unit of a time or timestamp. */
export function unitDigits(unit: number | undefined): number {
  return (unit ?? 0) * 3;
}
