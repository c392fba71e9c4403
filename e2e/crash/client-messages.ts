/** What a Postgres client says, one message after the other. */
export interface ClientMessage {
  readonly bytes: Buffer;
  /** The statement, where the message holds one: of a simple query or of one to be prepared. */
  readonly sql: string | null;
}

/** Cuts a client's byte stream into the messages of the Postgres protocol, however it arrives. */
export function clientMessages(): (chunk: Buffer) => ClientMessage[] {
  let rest = Buffer.alloc(0);
  // Messages have no type byte until the session has started.
  let hasStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const messages: ClientMessage[] = [];
    for (;;) {
      const head = hasStarted ? 1 : 0;
      if (rest.length < head + 4) return messages;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return messages;
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end);
      messages.push({ bytes, sql: hasStarted ? sqlOf(bytes) : null });
      // Before the session: a question whether there is encryption, then the start, which names version 3.
      hasStarted ||= bytes.length >= 8 && bytes.readInt16BE(4) === 3;
    }
  };
}

function sqlOf(bytes: Buffer): string | null {
  const texts = bytes.subarray(5).toString('utf8').split('\0');
  switch (String.fromCharCode(bytes[0] ?? 0)) {
    case 'Q':
      return texts[0] ?? null;
    // The name of the prepared statement comes first.
    case 'P':
      return texts[1] ?? null;
    default:
      return null;
  }
}
