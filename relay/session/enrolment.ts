/**
 * The devices of an organization: who may enroll one more, and which are revoked.
 *
 * Invariant: a user has at most so many devices that are not revoked, because each costs the relay what it
 * remembers of its changes. What is counted are the devices of the store, with what is staged there.
 */
import {
  type DeviceId,
  type DeviceNumber,
  FIRST_DEVICE_NUMBER,
  type Refusal,
  type SequenceNumber,
  type UserId,
} from '../../engine/model/index.ts';
import type { RelayStore, StoredDevice } from '../store/index.ts';

export interface EnrolmentLimits {
  /** Devices of one user that are not revoked. */
  readonly maxDevicesPerUser: number;
}

export class Enrolment {
  readonly #limits: EnrolmentLimits;
  /** By user, the devices that are not revoked. */
  readonly #devices = new Map<UserId, Set<DeviceNumber>>();
  /** What was staged and is not known to be durable. */
  readonly #staged = new Map<DeviceNumber, UserId>();

  private constructor(limits: EnrolmentLimits) {
    this.#limits = limits;
  }

  /** Reads the devices of the store. Throws what the store throws. */
  static async of(store: RelayStore, limits: EnrolmentLimits): Promise<Enrolment> {
    const enrolment = new Enrolment(limits);
    for await (const device of store.devices()) if (!device.revoked) enrolment.#of(device).add(device.number);
    return enrolment;
  }

  /** The device under its id; stages its enrolment where it is new. Called within a job of the organization. */
  enroll(store: RelayStore, deviceId: DeviceId, userId: UserId): StoredDevice | Refusal {
    const known = store.device(deviceId);
    if (known !== undefined) return known;
    const devices = this.#of({ userId });
    if (devices.size >= this.#limits.maxDevicesPerUser) return tooManyDevices;
    const number = store.nextDevice;
    if (number < FIRST_DEVICE_NUMBER) throw new Error('device numbers begin above the relay’s own');
    store.stage({ kind: 'enrolled', deviceId, number, userId });
    devices.add(number);
    this.#staged.set(number, userId);
    return { deviceId, number, userId, revoked: false };
  }

  /** Stages that the device is revoked. Called within a job of the organization. */
  revoke(store: RelayStore, number: DeviceNumber): Refusal | SequenceNumber {
    const device = store.deviceByNumber(number);
    if (device === undefined) return { code: 'not-found', reason: `No device has the number ${number}.` };
    const sequence = store.nextSequence;
    store.stage({ kind: 'device', sequence, number, revoked: true });
    this.#of(device).delete(number);
    this.#staged.set(number, device.userId);
    return sequence;
  }

  /** What was staged of the device is durable. */
  settle(number: DeviceNumber): void {
    this.#staged.delete(number);
  }

  /** The store dropped what was staged and not written. */
  recheck(store: RelayStore): void {
    for (const [number, userId] of this.#staged) {
      if (store.deviceByNumber(number)?.revoked === false) this.#of({ userId }).add(number);
      else this.#of({ userId }).delete(number);
    }
    this.#staged.clear();
  }

  #of({ userId }: { readonly userId: UserId }): Set<DeviceNumber> {
    const known = this.#devices.get(userId);
    if (known !== undefined) return known;
    const devices = new Set<DeviceNumber>();
    this.#devices.set(userId, devices);
    return devices;
  }
}

const tooManyDevices: Refusal = {
  code: 'too-many-devices',
  reason: 'The user has as many devices as may be; an operator can revoke those that are not used any more.',
};
