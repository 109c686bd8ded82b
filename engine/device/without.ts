/** What goes by attribute, without some of the attributes: values, parts, texts. */
export function without<V>(
  all: Readonly<Record<string, V>>,
  names: { has(name: string): boolean },
): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.has(name)));
}
