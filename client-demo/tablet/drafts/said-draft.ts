/** A draft in one line each: what it is, and why it was refused. */
import type { Device, DraftHandle } from '../../../engine/index.ts';
import { entityLabel, labelOf, type Showing } from '../record/show-value.ts';
import { fieldNames, recordName, refusedNames, type ShownOperation, saidFields } from './draft-lines.ts';

/** What the draft would do. */
export function draftTitle({ operations }: DraftHandle, device: Device, showing: Showing): string {
  const { what } = showing.words.drafts;
  const [first, ...more] = operations;
  if (first === undefined) return showing.words.drafts.one;
  const title = operationTitle(first, device, showing);
  return more.length === 0 ? title : what.several(title, more.length);
}

function operationTitle(operation: ShownOperation, device: Device, showing: Showing): string {
  const { what, states } = showing.words.drafts;
  const name = recordName(operation, device, showing);
  switch (operation.kind) {
    case 'create':
      return what.create(name);
    case 'delete':
      return what.delete(name);
    case 'assign':
      return what.assign(name);
    case 'set-state':
      return what['set-state'](name, states[operation.statecode ?? 'active']);
    case 'update': {
      const index = device.metadata?.entity(operation.entity);
      const labels = fieldNames(operation, index).map((field) => {
        const attribute = index?.attribute(field);
        return attribute === undefined ? field : labelOf(attribute);
      });
      return what.update(name, new Intl.ListFormat(showing.locale).format(labels));
    }
  }
}

/** Why it was refused, in one sentence without codes. */
export function draftReason(
  draft: DraftHandle,
  drafts: readonly DraftHandle[],
  device: Device,
  showing: Showing,
): string {
  const { why: words } = showing.words.drafts;
  const { why, operations, dependsOn } = draft;
  const about = operations.find(({ id }) => id === why.record?.id) ?? operations[0];
  const index = about === undefined ? undefined : device.metadata?.entity(about.entity);
  const entity = index === undefined ? (about?.entity ?? '') : entityLabel(index);
  const refused = refusedNames(draft);
  const fields = saidFields(refused, draft, device, showing.locale);
  switch (why.code) {
    case 'column-secured':
      if (refused.length === 0) return words.other;
      return refused.length === 1 ? words.column(fields) : words.columns(fields);
    case 'privilege-missing':
      return words.privilege[about?.kind ?? 'update'](entity);
    case 'access-missing':
      return words.access(entity);
    case 'record-gone':
      return words.gone(entity);
    case 'missing-reference':
      return words.reference;
    case 'restricted-by-children':
      return words.children(entity);
    case 'depends-on-rejected': {
      const base = drafts.find(({ id }) => id === dependsOn);
      return base === undefined ? words.dependsUnknown : words.depends(draftTitle(base, device, showing));
    }
    case 'hook-refused':
      return words.hook(why.reason);
    case 'source-refused':
      return words.source(why.reason);
    case 'invalid-value':
      return refused.length === 0 ? words.other : words.value(fields);
    case 'required-missing':
      return why.attributes.length === 0
        ? words.other
        : words.required(saidFields(why.attributes, draft, device, showing.locale));
    case 'too-large':
      return words.tooLarge;
    case 'target-deleted':
      return words.target;
    case 'attribute-removed':
      return refused.length === 0 ? words.other : words.removed(fields);
    case 'duplicate-id':
      return words.duplicate;
    case 'clock-skew':
      return words.clock;
    case 'entity-not-offline':
      return words.entityOff(entity);
    default:
      return words.other;
  }
}
