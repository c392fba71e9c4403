export { type Encoder, encoderFor } from './encoder.ts';
export type { FormatErrorCode } from './errors.ts';
export { encodeParquet } from './parquet/encode-parquet.ts';
export { widenParquet } from './parquet/widen-parquet.ts';
