// [data-ordering]: choosing a place that is taken swaps the two, so the order is always whole.
import { each } from "./each.js";

function attach(list) {
  const places = [...list.querySelectorAll("select")];
  const before = new Map(places.map((select) => [select, select.value]));
  list.addEventListener("change", (event) => {
    const other = places.find((select) => select !== event.target && select.value && select.value === event.target.value);
    if (other) other.value = before.get(event.target);
    for (const select of places) before.set(select, select.value);
  });
}

export function ordering(root) {
  each(root, "[data-ordering]", attach);
}
