/** What operators publish meanwhile: attributes come and go, and entities, for tablets or altogether. */
import type { FaultKind } from './faults.ts';
import { metadataOf, optionalAttributes, type Shape } from './metadata.ts';
import type { OperatorStep } from './operator-steps.ts';
import type { World } from './world.ts';

const attributeNames = Object.entries(optionalAttributes).flatMap(([entity, attributes]) =>
  attributes.map(({ name }) => `${entity}.${name}`),
);

async function publish(world: World, shape: Shape, kind: FaultKind): Promise<void> {
  if (world.relay === undefined || world.isRelayDiskTroubled) return;
  const { organization } = world.relay;
  const version = (organization.metadata?.metadata.version ?? 0) + 1;
  await world.attempt(async () => {
    const result = await organization.publish(metadataOf(version, shape), null);
    if (typeof result !== 'number') return;
    world.shape = shape;
    world.faults.count(kind);
  });
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.has(name) ? new Set([...names].filter((one) => one !== name)) : new Set([...names, name]);
}

export const publishAttribute: OperatorStep = (world) => {
  const name = world.pick(attributeNames);
  const attributes = toggled(world.shape.attributes, name);
  const kind = attributes.has(name) ? 'attribute-added' : 'attribute-removed';
  return publish(world, { ...world.shape, attributes }, kind);
};

export const switchEntity: OperatorStep = (world) => {
  const name = world.pick(['contact', 'task', 'product']);
  const switchedOff = toggled(world.shape.switchedOff, name);
  const kind = switchedOff.has(name) ? 'entity-switched-off' : 'entity-switched-on';
  return publish(world, { ...world.shape, switchedOff }, kind);
};

export const withdrawEntity: OperatorStep = (world) => {
  const name = world.pick(['task', 'product']);
  const withdrawn = toggled(world.shape.withdrawn, name);
  const kind = withdrawn.has(name) ? 'entity-removed' : 'entity-added';
  return publish(world, { ...world.shape, withdrawn }, kind);
};
