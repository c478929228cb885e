// Runs a function once for every element that matches, the root itself included.
const met = new WeakMap();

export function each(root, selector, attach) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    const done = met.get(element) ?? new Set();
    if (done.has(attach)) continue;
    met.set(element, done.add(attach));
    attach(element);
  }
}
