/** One name or several. */
export type Names = string | readonly string[];
