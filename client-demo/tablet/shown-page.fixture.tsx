/**
 * A page of the tablet on screen, above a device, in React's strict mode.
 *
 * Invariant: nothing happens by itself: what was set going comes to its end in `settle`.
 */
import {
  createDOMRenderer,
  FluentProvider,
  RendererProvider,
  webLightTheme,
} from '@fluentui/react-components';
import { act, cleanup, render, screen } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import { type ReactNode, StrictMode } from 'react';
import { onTestFinished } from 'vitest';
import type { Device } from '../../engine/index.ts';
import { DeviceProvider } from '../../engine/react/index.ts';
import { type Names, NamesProvider } from './names.tsx';
import { NoticesProvider } from './notices.tsx';

/** What a page is shown on. */
export interface PageWorld {
  readonly device: Device;
  readonly time: { readonly advance: (ms: number) => Promise<void> };
  /** What people are called. */
  readonly names?: Names;
}

export interface ShownPage {
  /** What the user does. */
  readonly user: UserEvent;
  /** Lets what the user does come to pass, and everything that was set going. */
  settle(happen?: () => unknown): Promise<void>;
}

export async function showPage(
  page: ReactNode,
  { device, time, names = new Map() }: PageWorld,
): Promise<ShownPage> {
  const settle = async (happen?: () => unknown): Promise<void> => {
    await happen?.();
    await act(async () => {
      // What one step tells a page, the page answers with another.
      for (let round = 0; round < 4; round++) await time.advance(20);
    });
  };
  onTestFinished(() => cleanup());
  // Styles go into a document of their own: nothing looks at them, and jsdom takes seconds to work them out.
  const aside = document.implementation.createHTMLDocument();
  render(
    <StrictMode>
      <RendererProvider renderer={createDOMRenderer(aside)}>
        <FluentProvider theme={webLightTheme}>
          <DeviceProvider value={device}>
            <NamesProvider value={names}>
              <NoticesProvider>{page}</NoticesProvider>
            </NamesProvider>
          </DeviceProvider>
        </FluentProvider>
      </RendererProvider>
    </StrictMode>,
  );
  await settle();
  return { user: userEvent.setup({ delay: null }), settle };
}

/** The field with that label; that it is required is not part of it. */
export function fieldOf(label: string): HTMLInputElement {
  return screen.getByLabelText(new RegExp(`^${label}\\s*\\*?$`));
}
