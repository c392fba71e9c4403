export * from './column-batch.ts';
export * from './data-type.ts';
export * from './destination-rules.ts';
export * from './document/schema.ts';
export * from './errors.ts';
export * from './runtime.ts';
export * from './values/values.ts';
