/**
 * The codes of the errors that pipeline states raise:
 *
 * - `STATE_CORRUPTED` – a stored state cannot be read.
 * - `STATE_ENGINE_UNSUPPORTED` – a stored state is of a later version of the format than this release knows.
 */
export type StateErrorCode = 'STATE_CORRUPTED' | 'STATE_ENGINE_UNSUPPORTED';
