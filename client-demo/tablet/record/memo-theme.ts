/** How a memo looks: as the other fields of the form, by the theme's tokens. */
import { EditorView } from '@codemirror/view';
import { tokens } from '@fluentui/react-components';

export const memoTheme = EditorView.theme({
  '&': {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: tokens.fontSizeBase400,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusMedium,
  },
  '&.cm-focused': {
    outline: `${tokens.strokeWidthThick} solid ${tokens.colorCompoundBrandStroke}`,
    outlineOffset: '-1px',
  },
  '.cm-scroller': { fontFamily: tokens.fontFamilyBase, lineHeight: tokens.lineHeightBase400 },
  '.cm-content': {
    padding: `${tokens.spacingVerticalMNudge} 0`,
    minHeight: '96px',
    caretColor: tokens.colorNeutralForeground1,
  },
  // As far in as the text of the fields around it.
  '.cm-line': { padding: '0 18px' },
  '.cm-placeholder': { color: tokens.colorNeutralForeground4 },
});
