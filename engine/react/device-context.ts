/** The device that the components of an app work with. */
import { type Context, createContext, use } from 'react';
import type { Device } from '../device/index.ts';
import { RejoinError } from '../model/index.ts';

const DeviceContext: Context<Device | undefined> = createContext<Device | undefined>(undefined);

/** Gives the components below it their device, as `value`. Opening and closing that is the app's. */
export const DeviceProvider = DeviceContext.Provider;

/** The device of the nearest provider. @throws RejoinError `invalid-argument` where there is none. */
export function useDevice(): Device {
  const device = use(DeviceContext);
  if (device === undefined) throw new RejoinError('invalid-argument', 'no DeviceProvider stands above');
  return device;
}
