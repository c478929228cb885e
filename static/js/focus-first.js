// [data-focus]: what needs the reader first, such as the summary of a form that came back.
export function focusFirst(root) {
  const first = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
  first?.focus();
}
