export { type DbmlOptions, renderDbml } from './dbml.ts';
export { type MermaidOptions, renderMermaid } from './mermaid.ts';
export type { RenderOptions } from './picture.ts';
