export { type Encoder, encoderFor, loadEncoder } from './encoder.ts';
export type { FormatErrorCode } from './errors.ts';
export { encodeParquet } from './parquet/encode-parquet.ts';
export { widenParquet } from './parquet/widen-parquet.ts';
export { type CarrierType, carrierType } from './pgcopy/carrier-type.ts';
export { encodePgcopy } from './pgcopy/encode-pgcopy.ts';
export { type CarriedColumn, decodePgcopyHeader } from './pgcopy/header.ts';
export { widenPgcopy } from './pgcopy/widen-pgcopy.ts';
