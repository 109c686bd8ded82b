/**
 * Reads CSV piece by piece as a visible state machine: what comes in may be cut anywhere.
 *
 * A library would be shorter, and loses what an import has to say: the line where a quote opened, lines
 * counted alike for CRLF, LF and CR within quotes and without, and the rows behind a bad one.
 *
 *   start ─"→ quoted ─"→ closed ─"→ quoted        (a doubled quote is one)
 *     └─x→ plain          └─x→ broken              (text behind a closing quote)
 *
 * Invariant: fields hold the file's characters as they are; every row comes out, a malformed one with its
 * fault; the memory in use is one record, bounded by `maxRecordLength`.
 */

export interface CsvOptions {
  /** One character. */
  readonly separator: string;
  /**
   * What a separator before a space is, outside quotes: the end of a field, or text. Files whose writer
   * quoted nothing can be read with `text`.
   */
  readonly beforeSpace: 'separator' | 'text';
  readonly maxRecordLength: number;
}

export interface CsvRecord {
  /** The line in which the record begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** What is malformed, with the line of the place; the fields then are not to be trusted. */
  readonly fault?: CsvFault;
}

export interface CsvFault {
  readonly line: number;
  /** From 1. */
  readonly field: number;
  readonly reason: string;
  /** Nothing behind it can be read. */
  readonly isEnd?: true;
}

type State = 'start' | 'plain' | 'separator' | 'quoted' | 'closed';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;

export class CsvReader {
  readonly #options: CsvOptions;
  readonly #separator: number;
  #state: State = 'start';
  #fields: string[] = [];
  #field = '';
  #length = 0;
  #line = 1;
  #recordLine = 1;
  #quoteLine = 1;
  #fault: CsvFault | undefined;
  #isAfterCr = false;
  #isDone = false;
  #records: CsvRecord[] = [];

  constructor(options: CsvOptions) {
    this.#options = options;
    this.#separator = options.separator.charCodeAt(0);
  }

  /** The records that end in this piece. */
  push(text: string): readonly CsvRecord[] {
    let at = 0;
    while (at < text.length && !this.#isDone) at = this.#step(text, at);
    return this.#take();
  }

  /** Marks the record that is being read as malformed. */
  blame(reason: string): void {
    this.#blame({ line: this.#line, field: this.#fields.length + 1, reason });
  }

  /** The last record, where the file ends without a newline. */
  end(): readonly CsvRecord[] {
    if (this.#isDone) return [];
    if (this.#state === 'quoted') this.#stop('a quote opened here is never closed', this.#quoteLine);
    else if (this.#isBegun) this.#endRecord();
    return this.#take();
  }

  #step(text: string, from: number): number {
    let at = from;
    const code = text.charCodeAt(at);
    if (this.#isAfterCr) {
      this.#isAfterCr = false;
      if (code === LF) {
        // CRLF is one end of line, within quotes too.
        if (this.#state === 'quoted') this.#append('\n');
        return at + 1;
      }
    }
    switch (this.#state) {
      case 'quoted': {
        at = indexOfAny(text, at, QUOTE, CR, LF);
        this.#append(text.slice(from, at));
        if (at === text.length) return at;
        const found = text.charCodeAt(at);
        if (found === QUOTE) this.#state = 'closed';
        else {
          this.#append(text.charAt(at));
          this.#newline(found);
        }
        return at + 1;
      }
      case 'closed':
        if (code === QUOTE) {
          this.#append('"');
          this.#state = 'quoted';
          return at + 1;
        }
        if (!this.#isEnd(code)) {
          this.#blame({ ...this.#place, reason: 'text follows a closing quote' });
          this.#state = 'plain';
          return at;
        }
        return this.#endField(code, at);
      case 'separator':
        if (code === SPACE) {
          this.#append(this.#options.separator);
          this.#state = 'plain';
          return at;
        }
        this.#pushField();
        return at;
      case 'start':
        if (code === QUOTE) {
          this.#state = 'quoted';
          this.#quoteLine = this.#line;
          this.#length += 1;
          return at + 1;
        }
        this.#state = 'plain';
        return at;
      case 'plain': {
        at = indexOfAny(text, at, this.#separator, CR, LF);
        const piece = text.slice(from, at);
        if (piece.includes('"')) {
          this.#blame({ ...this.#place, reason: 'a quote stands within a field that is not quoted' });
        }
        this.#append(piece);
        return at === text.length ? at : this.#endField(text.charCodeAt(at), at);
      }
    }
  }

  get #place(): { readonly line: number; readonly field: number } {
    return { line: this.#line, field: this.#fields.length + 1 };
  }
  get #isBegun(): boolean {
    return this.#state !== 'start' || this.#fields.length > 0;
  }

  #isEnd(code: number): boolean {
    return code === this.#separator || code === CR || code === LF;
  }

  #endField(code: number, at: number): number {
    if (code !== this.#separator) {
      this.#endRecord();
      this.#newline(code);
      this.#recordLine = this.#line;
    } else if (this.#options.beforeSpace === 'text' && this.#state === 'plain') this.#state = 'separator';
    else this.#pushField();
    return at + 1;
  }

  #pushField(): void {
    this.#fields.push(this.#field);
    this.#field = '';
    this.#length += 1;
    this.#state = 'start';
  }

  #endRecord(): void {
    if (this.#state === 'separator') this.#pushField();
    const isEmptyLine = this.#fields.length === 0 && this.#field === '' && this.#state !== 'closed';
    this.#pushField();
    const fault = this.#fault;
    if (!isEmptyLine || fault !== undefined) {
      this.#records.push({ line: this.#recordLine, fields: this.#fields, ...(fault && { fault }) });
    }
    this.#fields = [];
    this.#fault = undefined;
    this.#length = 0;
  }

  #append(piece: string): void {
    this.#field += piece;
    this.#length += piece.length;
    if (this.#length <= this.#options.maxRecordLength) return;
    if (this.#state === 'quoted') {
      this.#stop('a quote opened here is not closed for longer than any record may be', this.#quoteLine);
    } else this.#stop('the record is longer than any may be', this.#recordLine);
  }

  /** Ends reading: what follows can't be told apart any more. */
  #stop(reason: string, line: number): void {
    if (this.#isDone) return;
    const field = this.#fields.length + 1;
    this.#records.push({
      line: this.#recordLine,
      fields: [],
      fault: { line, field, reason: `${reason}; nothing from here on was read`, isEnd: true },
    });
    this.#isDone = true;
    this.#field = '';
    this.#fields = [];
  }

  #blame(fault: CsvFault): void {
    this.#fault ??= fault;
  }

  #newline(code: number): void {
    this.#line += 1;
    this.#isAfterCr = code === CR;
  }

  #take(): readonly CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }
}

function indexOfAny(text: string, from: number, a: number, b: number, c: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === a || code === b || code === c) return at;
  }
  return text.length;
}
