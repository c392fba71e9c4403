/**
 * The codes of the errors that encoding raises:
 *
 * - `FORMAT_UNSUPPORTED` – no encoder for that file format.
 * - `FORMAT_COLUMNS_MISSING` – a batch without columns, which the format cannot express.
 * - `FORMAT_TYPE_UNSUPPORTED` – a column of a type that the format cannot express.
 * - `FORMAT_BATCH_TOO_LARGE` – a batch, or a column of it, is larger than the format allows.
 * - `FORMAT_ROW_TOO_LARGE` – a row longer than the destination reads in a text file.
 * - `FORMAT_FILE_FOREIGN` – a file to be widened that this package did not write.
 * - `FORMAT_WIDEN_IMPOSSIBLE` – a column to be widened that is missing, no integer, or holds what a double would round.
 */
export type FormatErrorCode =
  | 'FORMAT_UNSUPPORTED'
  | 'FORMAT_COLUMNS_MISSING'
  | 'FORMAT_TYPE_UNSUPPORTED'
  | 'FORMAT_BATCH_TOO_LARGE'
  | 'FORMAT_ROW_TOO_LARGE'
  | 'FORMAT_FILE_FOREIGN'
  | 'FORMAT_WIDEN_IMPOSSIBLE';
