/** Hooks on a real device, in React's strict mode, which mounts everything twice: read as `await onDevice(world, hook)`. */
import { act, renderHook } from '@testing-library/react';
import { type ReactNode, StrictMode } from 'react';
import { DeviceProvider } from '../../engine/react/index.ts';
import type { DeviceWorld } from './device-world.ts';

export interface OnDevice<Props, Result> {
  /** What the hook gives now. */
  readonly now: Result;
  /** Everything that it gave, in order. */
  readonly given: readonly Result[];
  /** Lets `happen` come to pass, and everything that follows from it. */
  after(happen: () => unknown): Promise<void>;
  rerender(props: Props): Promise<void>;
  unmount(): Promise<void>;
}

/** Uses the hook in a component below the device of the world. */
export async function onDevice<Result, Props = undefined>(
  world: DeviceWorld,
  hook: (props: Props) => Result,
  ...initial: [] | [Props]
): Promise<OnDevice<Props, Result>> {
  const given: Result[] = [];
  const { device } = world;
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <StrictMode>
      <DeviceProvider value={device}>{children}</DeviceProvider>
    </StrictMode>
  );
  const settled = (happen: () => unknown): Promise<void> =>
    act(async () => {
      await happen();
      await world.time.advance(10);
    });
  const use = (props: Props): Result => {
    const result = hook(props);
    given.push(result);
    return result;
  };
  const { result, rerender, unmount } = renderHook(use, {
    wrapper,
    ...(initial.length === 0 ? {} : { initialProps: initial[0] }),
  });
  await settled(() => undefined);
  return {
    get now() {
      return result.current;
    },
    given,
    after: settled,
    rerender: (props) => settled(() => rerender(props)),
    unmount: () => settled(unmount),
  };
}
