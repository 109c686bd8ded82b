/**
 * What a history must come to: the same history without its refused changes, said without Yjs.
 *
 * Invariant: shares no code with what it judges. A register is the set of writes that nobody
 * overwrote; a text is the set of its characters, all different, with the orders in which they were
 * seen. An author who overwrote a refused write has overwritten what that one had.
 */

/** What one change means. */
export interface OracleChange {
  readonly device: number;
  readonly number: number;
  /** The last value written to each register. */
  readonly writes: ReadonlyMap<string, string>;
  readonly typed: string;
  readonly erased: string;
}

/** What a replica shows: the live values of each register, and the characters of the text. */
export interface OracleView {
  readonly registers: ReadonlyMap<string, ReadonlySet<string>>;
  readonly characters: ReadonlySet<string>;
}

interface Write {
  readonly attribute: string;
  readonly value: string;
  readonly change: OracleChange;
  /** The writes that were live on the author's screen. */
  readonly saw: readonly Write[];
}

export class RollbackOracle {
  readonly #attributes: readonly string[];
  readonly #writes: Write[] = [];
  readonly #refused = new Set<OracleChange>();
  readonly #accepted = new Set<OracleChange>();
  /** What each device has on its screen: its own changes until it learns of a refusal, and pages. */
  readonly #visible: readonly Set<OracleChange>[];
  readonly #seenOrders: string[] = [];

  constructor(attributes: readonly string[], devices: number) {
    this.#attributes = attributes;
    this.#visible = Array.from({ length: devices }, () => new Set());
  }

  /** A device has made a change; `text` is what it shows afterwards. */
  formed(change: OracleChange, text: string): void {
    const visible = this.#visibleTo(change.device);
    for (const [attribute, value] of change.writes) {
      this.#writes.push({ attribute, value, change, saw: this.#live(attribute, visible) });
    }
    visible.add(change);
    this.#seenOrders.push(text);
  }

  accepted(change: OracleChange): void {
    this.#accepted.add(change);
  }

  refused(change: OracleChange): void {
    this.#refused.add(change);
  }

  learnedOfRefusal(change: OracleChange): void {
    this.#visibleTo(change.device).delete(change);
  }

  received(device: number, change: OracleChange): void {
    this.#visibleTo(device).add(change);
  }

  /** What the device has to show now. */
  viewOf(device: number): OracleView {
    return this.#view(this.#visibleTo(device));
  }

  /** What everyone has to show in the end. */
  outcome(): OracleView {
    return this.#view(this.#accepted);
  }

  /** The first order of characters, seen by someone, that the text does not keep. */
  brokenOrder(text: string): string | undefined {
    return this.#seenOrders.find((seen) => {
      const common = [...text].filter((character) => seen.includes(character));
      const before = [...seen].filter((character) => text.includes(character));
      return common.join('') !== before.join('');
    });
  }

  #visibleTo(device: number): Set<OracleChange> {
    const visible = this.#visible[device];
    if (visible === undefined) throw new Error(`there is no device ${device}`);
    return visible;
  }

  #view(visible: ReadonlySet<OracleChange>): OracleView {
    const registers = new Map(
      this.#attributes.map((attribute) => {
        const live = this.#live(attribute, visible);
        return [attribute, new Set(live.map(({ value }) => value))];
      }),
    );
    const characters = new Set([...visible].flatMap(({ typed }) => [...typed]));
    for (const { erased } of visible) for (const character of erased) characters.delete(character);
    return { registers, characters };
  }

  #live(attribute: string, visible: ReadonlySet<OracleChange>): Write[] {
    const writes = this.#writes.filter((write) => write.attribute === attribute && visible.has(write.change));
    const overwritten = new Set(writes.flatMap((write) => this.#overwrittenBy(write)));
    return writes.filter((write) => !overwritten.has(write));
  }

  /** Without the refused write its author would have seen, and overwritten, what lay below it. */
  #overwrittenBy({ saw }: Write): Write[] {
    return saw.flatMap((write) =>
      this.#refused.has(write.change) ? [write, ...this.#overwrittenBy(write)] : [write],
    );
  }
}
