/** The device for React: components that follow it. */
export { DeviceProvider, useDevice } from './device-context.ts';
