/** What the parts of a form have in common: room for fingers, and one look. */
import { makeStyles, tokens } from '@fluentui/react-components';

/** Targets are 44 pixels high. */
export const TARGET = '44px';

export const useFormStyles = makeStyles({
  control: { width: '100%', minWidth: 0, minHeight: TARGET },
  button: { minHeight: TARGET },
  plain: {
    // As high as what it holds, and otherwise no box at all.
    fieldSizing: 'content',
    width: '100%',
    minHeight: '24px',
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: 0,
    border: 'none',
    resize: 'none',
    background: 'transparent',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusSmall,
    ':focus-visible': {
      outline: `${tokens.strokeWidthThick} solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: tokens.strokeWidthThick,
    },
  },
  number: { fontVariantNumeric: 'tabular-nums' },
});
