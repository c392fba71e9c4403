/** The public API does not offer what a case asks for (yet): the case fails, and says so. */
export class NotImplementedError extends Error {
  constructor(what: string) {
    super(`not implemented: ${what}`);
  }
}
