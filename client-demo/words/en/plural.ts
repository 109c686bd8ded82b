/** English plurals of the labels that an organization gives its kinds of records. */

/** "Account" → "Accounts", "Company" → "Companies", "Box" → "Boxes". */
export function plural(label: string): string {
  if (/[^aeiou]y$/i.test(label)) return `${label.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/i.test(label) ? `${label}es` : `${label}s`;
}

/** The label inside a sentence: "Order line" → "order line"; what is all capitals stays. */
export function inSentence(label: string): string {
  return label === label.toUpperCase() ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
