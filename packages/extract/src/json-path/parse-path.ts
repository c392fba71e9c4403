import { pathInvalid } from './path-invalid.ts';
import type { Condition, Step } from './step.ts';
import { type Token, tokenize } from './tokenize.ts';

/** A path as its steps, from the outside in. @throws CURSOR_PATH_INVALID */
export function parsePath(path: string): Step[] {
  const parser = new Parser(path);
  const steps = parser.steps();
  parser.end();
  if (steps.length === 0) throw pathInvalid(path, 'it is empty');
  return steps;
}

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class Parser {
  readonly #path: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(path: string) {
    this.#path = path;
    this.#tokens = tokenize(path);
  }

  steps(): Step[] {
    const steps: Step[] = [];
    if (this.#takes('$')) steps.push({ kind: 'root' });
    for (;;) {
      if (this.#takes('[')) steps.push(this.#bracket());
      else if (this.#takes('..')) steps.push({ kind: 'deep', step: this.#deep() });
      else if (this.#takes('.')) steps.push(this.#name());
      else if (steps.length === 0 && this.#at < this.#tokens.length) steps.push(this.#name());
      else return steps;
    }
  }

  end(): void {
    const token = this.#tokens[this.#at];
    if (token) throw this.#unexpected(token);
  }

  #deep(): Step {
    return this.#takes('[') ? this.#bracket() : this.#name();
  }

  #name(): Step {
    const token = this.#next();
    if (token.text === '*' && token.kind === 'operator') return { kind: 'all' };
    if (token.kind === 'operator' && token.text === '`len`') return { kind: 'length' };
    if (token.kind === 'operator' && token.text === '`this`') return { kind: 'root' };
    if (token.kind !== 'name' && token.kind !== 'quoted') throw this.#unexpected(token);
    return { kind: 'fields', names: [token.text, ...this.#furtherNames()] };
  }

  #furtherNames(): string[] {
    const names: string[] = [];
    while (this.#takes(',')) {
      const token = this.#next();
      if (token.kind !== 'name' && token.kind !== 'quoted') throw this.#unexpected(token);
      names.push(token.text);
    }
    return names;
  }

  #bracket(): Step {
    const step = this.#insideBracket();
    this.#expect(']');
    return step;
  }

  #insideBracket(): Step {
    if (this.#takes('*')) return { kind: 'elements' };
    if (this.#takes('?')) return { kind: 'filter', conditions: this.#conditions() };
    const token = this.#tokens[this.#at];
    if (token?.kind === 'name' || token?.kind === 'quoted') return this.#name();
    const from = this.#number();
    if (this.#takes(':')) return this.#slice(from);
    if (from === undefined) throw this.#unexpected(token);
    const indexes = [from];
    while (this.#takes(',')) indexes.push(this.#number() ?? this.#fail());
    return { kind: 'indexes', indexes };
  }

  #slice(from: number | undefined): Step {
    const to = this.#number();
    const by = this.#takes(':') ? this.#number() : undefined;
    return {
      kind: 'slice',
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(by !== undefined && { by }),
    };
  }

  #conditions(): Condition[] {
    const isParenthesised = this.#takes('(');
    const conditions = [this.#condition()];
    while (this.#takes('&')) conditions.push(this.#condition());
    if (isParenthesised) this.#expect(')');
    return conditions;
  }

  #condition(): Condition {
    const steps = this.steps().filter(
      (step, index) => index > 0 || step.kind !== 'fields' || step.names[0] !== '@',
    );
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'comparison') return { steps };
    this.#at++;
    return { steps, compare: { by: token.text === '=' ? '==' : token.text, with: this.#literal() } };
  }

  #literal(): string | number | boolean | null {
    const token = this.#next();
    if (token.kind === 'number') return token.value;
    if (token.kind === 'quoted') return token.text;
    if (token.kind !== 'name') throw this.#unexpected(token);
    const constant = constants.get(token.text.toLowerCase());
    return constant === undefined ? token.text : constant;
  }

  #number(): number | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'number') return undefined;
    if (!Number.isInteger(token.value)) throw this.#unexpected(token);
    this.#at++;
    return token.value;
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || token.text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) this.#fail();
  }

  #next(): Token {
    const token = this.#tokens[this.#at++];
    return token ?? this.#fail();
  }

  #fail(): never {
    throw this.#unexpected(this.#tokens[this.#at]);
  }

  #unexpected(token: Token | undefined): Error {
    return pathInvalid(
      this.#path,
      token ? `${JSON.stringify(token.text)} does not belong there` : 'it breaks off',
    );
  }
}
