/** The tablet: opens the device of its user, and shows what it holds. */
import { useEffect, useState } from 'react';
import { asId, type Device, type OrganizationId, openDevice } from '../../engine/index.ts';
import { DeviceProvider } from '../../engine/react/index.ts';
import { useWords } from '../words/index.ts';
import { readSetup, type Setup, tokenOf } from './setup.ts';

/** The whole app of one tablet. */
export function Tablet() {
  const [device, setDevice] = useState<Device>();
  const words = useWords();
  useEffect(() => {
    let opened: Promise<Device> | undefined;
    let isOver = false;
    void readSetup().then((setup) => {
      if (isOver) return;
      opened = openFor(setup, setup.start.left);
      void opened.then((one) => setDevice(isOver ? undefined : one));
    });
    return () => {
      isOver = true;
      void opened?.then((one) => one.close());
    };
  }, []);
  if (device === undefined) return <main aria-busy="true">{words.shell.product}</main>;
  return (
    <DeviceProvider value={device}>
      <main>{words.shell.home}</main>
    </DeviceProvider>
  );
}

function openFor({ organization, app, syncPath }: Setup, user: string): Promise<Device> {
  return openDevice({
    url: new URL(syncPath, location.href.replace(/^http/, 'ws')).href,
    organization: asId<OrganizationId>(organization),
    app,
    storage: `rejoin-tablet-${user}`,
    token: () => tokenOf(user),
  });
}
