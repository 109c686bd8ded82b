/**
 * What a device puts into changes, and nothing more: Y.Docs of its own, client ids, stamps, and the
 * protocol's encoders. No outbox, no rollback, no judgement; tests and benchmarks send what they like.
 *
 * Invariant: used honestly (`set`, `type`, `create`, `push`) it makes the bytes that a device makes.
 */
import * as Y from 'yjs';
import { type Seams, type Stamp, stampOf } from '../../engine/clock/index.ts';
import {
  asId,
  type ChangeId,
  type DeviceNumber,
  FIRST_DEVICE_NUMBER,
  newRecordId,
  type OwnerId,
  type RecordId,
  type Value,
  type Values,
} from '../../engine/model/index.ts';
import {
  changeHash,
  type Operation,
  type PartUpdate,
  type Patch,
  type PushMessage,
  type Put,
} from '../../engine/protocol/index.ts';
import { clientIdOf, localTransact, openDoc, writeRegister } from '../../engine/record/index.ts';

/** A part as this author holds it. */
export interface RawPart {
  epoch: number;
  doc: Y.Doc;
}

export type CreateOperation = Extract<Operation, { kind: 'create' }>;
export type UpdateOperation = Extract<Operation, { kind: 'update' }>;

export interface CreateOptions {
  readonly id?: RecordId;
  readonly ownerid?: OwnerId | null;
  /** Values of parts of their own: secured columns by name; texts are typed. */
  readonly secured?: Values;
  readonly texts?: Readonly<Record<string, string>>;
}

export class RawAuthor {
  readonly seams: Pick<Seams, 'now' | 'randomBytes'>;
  device: DeviceNumber = FIRST_DEVICE_NUMBER;
  generation = 0;
  nextNumber = 1;
  /** The first number in the incarnation that it knows. */
  firstNumber = 1;
  /** The last verdict that it claims to know. */
  lastVerdict = 0;
  metadataVersion = 1;
  #counter = 0;
  readonly #parts = new Map<string, RawPart>();

  constructor(seams: Pick<Seams, 'now' | 'randomBytes'>) {
    this.seams = seams;
  }

  get clientId(): number {
    return clientIdOf(this.device, this.generation);
  }

  newId(): RecordId {
    return newRecordId(this.seams);
  }

  /** A stamp of now, greater than the ones before in the same millisecond. */
  stamp(): Stamp {
    this.#counter = (this.#counter + 1) % 4_096;
    return stampOf(this.seams.now(), this.#counter);
  }

  /** The part as it is held; an empty document where nothing came yet. */
  part(id: RecordId, name: string): RawPart {
    const key = `${id}/${name}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const part = { epoch: 1, doc: openDoc({ guid: key, gc: false }) };
    this.#parts.set(key, part);
    return part;
  }

  /** Takes the states of a put: what was held before is gone. */
  takePut({ id, parts }: Pick<Put, 'id' | 'parts'>): void {
    this.forget(id);
    for (const { part, epoch, state } of parts) this.#takeState(id, part, epoch, state);
  }

  /** Merges a patch; its own changes are in its documents already. */
  takePatch({ id, parts }: Pick<Patch, 'id' | 'parts'>): void {
    for (const part of parts) {
      if (part.form === 'state') this.#takeState(id, part.part, part.epoch, part.bytes);
      if (part.form === 'update') Y.applyUpdate(this.part(id, part.part).doc, part.bytes);
    }
  }

  /** Forgets all parts of the record. */
  forget(id: RecordId): void {
    for (const key of this.#parts.keys()) if (key.startsWith(id)) this.#parts.delete(key);
  }

  /** One local transaction in a part as the update that is sent. */
  write(id: RecordId, name: string, change: (doc: Y.Doc) => void): PartUpdate {
    const { doc, epoch } = this.part(id, name);
    let update: Uint8Array = new Uint8Array([0, 0]);
    const take = (bytes: Uint8Array): void => {
      update = bytes;
    };
    doc.on('update', take);
    localTransact(doc, this.clientId, () => change(doc));
    doc.off('update', take);
    return { part: name, epoch, update };
  }

  /** Register writes in one part, in one transaction. */
  set(
    id: RecordId,
    values: Values,
    { part = 'main', stamp }: { part?: string; stamp?: Stamp } = {},
  ): PartUpdate {
    return this.write(id, part, (doc) => {
      for (const [name, value] of Object.entries(values)) {
        writeRegister(doc, name, value, stamp ?? this.stamp());
      }
    });
  }

  type(id: RecordId, attribute: string, at: number, text: string): PartUpdate {
    return this.write(id, attribute, (doc) => doc.getText(attribute).insert(at, text));
  }

  erase(id: RecordId, attribute: string, at: number, length: number): PartUpdate {
    return this.write(id, attribute, (doc) => doc.getText(attribute).delete(at, length));
  }

  create(entity: string, values: Values, options: CreateOptions = {}): CreateOperation {
    const { id = this.newId(), ownerid = null, secured = {}, texts = {} } = options;
    const parts = [this.set(id, values)];
    for (const [name, value] of Object.entries(secured))
      parts.push(this.set(id, { [name]: value }, { part: name }));
    for (const [name, text] of Object.entries(texts)) parts.push(this.type(id, name, 0, text));
    return { kind: 'create', entity, id, ownerid, parts };
  }

  update(entity: string, id: RecordId, values: Readonly<Record<string, Value>>): UpdateOperation {
    return { kind: 'update', entity, id, parts: [this.set(id, values)] };
  }

  /** The change under the next number; what is given as `fields` is sent as it stands. */
  push(operations: readonly Operation[], fields: Partial<PushMessage> = {}): PushMessage {
    const { metadataVersion, lastVerdict } = this;
    const stamp = fields.stamp ?? this.stamp();
    const content = { metadataVersion, stamp, operations: [...operations] };
    const message: PushMessage = {
      type: 'push',
      number: this.nextNumber,
      uuid: newRecordId(this.seams) as string as ChangeId,
      hash: changeHash(content),
      lastVerdict,
      ...content,
      ...fields,
    };
    this.nextNumber = message.number + 1;
    return message;
  }

  #takeState(id: RecordId, part: string, epoch: number, state: Uint8Array): void {
    const doc = openDoc({ guid: `${id}/${part}`, gc: false });
    Y.applyUpdateV2(doc, state);
    this.#parts.set(asId(`${id}/${part}`), { epoch, doc });
  }
}
