/**
 * The two compound values that pages are full of, packed: plain values and system columns.
 *
 * Values: a count, then per attribute its name, a byte for the kind of value, and the value. System
 * columns: a byte of flags, then the columns that the flags do not say.
 */
import type { Decoder } from 'lib0/decoding';
import { type Encoder, write } from 'lib0/encoding';
import type {
  BusinessUnitId,
  OwnerId,
  StateCode,
  SystemColumns,
  UserId,
  Value,
  Values,
} from '../model/index.ts';
import { asId, MAX_STRING_LENGTH } from '../model/index.ts';
import { type Field, malformed, readChoice, readLength, readUint, unencodable, writeUint } from './field.ts';
import { logicalName, readUtf8, writeUtf8 } from './text-fields.ts';
import { readUuid, writeUuid } from './uuid-field.ts';

/** The longest text among plain values: a string's (a memo's plain form is shorter). */
const MAX_VALUE_BYTES = 3 * MAX_STRING_LENGTH;
/** As many as an entity may have attributes. */
const MAX_VALUES = 500;
/** A name of one letter with its length, and the kind. */
const MIN_VALUE_BYTES = 3;

/** The kinds of value; an integer below zero is written as what it lies below. */
const kinds = { null: 0, false: 1, true: 2, integer: 3, negative: 4, string: 5, lookup: 6 } as const;
const KIND_COUNT = 7;

/** Plain values by attribute. A number is a safe integer: decimals are strings. */
export const values: Field<Values> = {
  shape: { kind: 'values' },
  minBytes: 1,
  write(encoder, row) {
    const names = Object.keys(row);
    if (names.length > MAX_VALUES) unencodable(`a row has more than ${MAX_VALUES} values`);
    writeUint(encoder, names.length);
    for (const name of names) {
      logicalName.write(encoder, name);
      writeValue(encoder, row[name] ?? null);
    }
  },
  read(decoder) {
    const count = readUint(decoder);
    if (count > MAX_VALUES) malformed(decoder, `a row has more than ${MAX_VALUES} values`);
    if (count * MIN_VALUE_BYTES > decoder.arr.length - decoder.pos) {
      malformed(decoder, 'a row has more values than the frame has bytes');
    }
    const row: Record<string, Value> = {};
    for (let at = 0; at < count; at++) {
      const name = logicalName.read(decoder);
      if (Object.hasOwn(row, name)) malformed(decoder, 'a row has a value twice');
      row[name] = readValue(decoder);
    }
    return row;
  },
};

function writeValue(encoder: Encoder, value: Value): void {
  if (value === null) {
    write(encoder, kinds.null);
  } else if (typeof value === 'boolean') {
    write(encoder, value ? kinds.true : kinds.false);
  } else if (typeof value === 'number') {
    write(encoder, value < 0 ? kinds.negative : kinds.integer);
    writeUint(encoder, Math.abs(value));
  } else if (typeof value === 'string') {
    write(encoder, kinds.string);
    writeUtf8(encoder, value, MAX_VALUE_BYTES);
  } else {
    write(encoder, kinds.lookup);
    logicalName.write(encoder, value.entity);
    writeUuid(encoder, value.id);
  }
}

function readValue(decoder: Decoder): Value {
  switch (readChoice(decoder, KIND_COUNT)) {
    case kinds.null:
      return null;
    case kinds.false:
      return false;
    case kinds.true:
      return true;
    case kinds.integer:
      return readUint(decoder);
    case kinds.negative: {
      const below = readUint(decoder);
      return below === 0 ? malformed(decoder, 'a number below zero is zero') : -below;
    }
    case kinds.string:
      return readUtf8(decoder, readLength(decoder, MAX_VALUE_BYTES));
    default:
      return { entity: logicalName.read(decoder), id: readUuid(decoder) };
  }
}

const HAS_OWNER = 1;
const HAS_UNIT = 2;
const INACTIVE = 4;
const FLAG_COUNT = 8;

/** What the relay governs of a record. */
export const systemColumns: Field<SystemColumns> = {
  shape: { kind: 'system-columns' },
  minBytes: 1 + 3 + 32,
  write(encoder, system) {
    const owner = system.ownerid === null ? 0 : HAS_OWNER;
    const unit = system.owningbusinessunit === null ? 0 : HAS_UNIT;
    write(encoder, owner | unit | (system.statecode === 'inactive' ? INACTIVE : 0));
    writeUint(encoder, system.versionnumber);
    writeUint(encoder, system.createdon);
    writeUuid(encoder, system.createdby);
    writeUint(encoder, system.modifiedon);
    writeUuid(encoder, system.modifiedby);
    if (system.ownerid !== null) writeUuid(encoder, system.ownerid);
    if (system.owningbusinessunit !== null) writeUuid(encoder, system.owningbusinessunit);
  },
  read(decoder) {
    const flags = readChoice(decoder, FLAG_COUNT);
    const statecode: StateCode = (flags & INACTIVE) === 0 ? 'active' : 'inactive';
    // The order of the properties is the order on the wire.
    return {
      versionnumber: readUint(decoder),
      createdon: readUint(decoder),
      createdby: asId<UserId>(readUuid(decoder)),
      modifiedon: readUint(decoder),
      modifiedby: asId<UserId>(readUuid(decoder)),
      ownerid: (flags & HAS_OWNER) === 0 ? null : asId<OwnerId>(readUuid(decoder)),
      owningbusinessunit: (flags & HAS_UNIT) === 0 ? null : asId<BusinessUnitId>(readUuid(decoder)),
      statecode,
    };
  },
};
