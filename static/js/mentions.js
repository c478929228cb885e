// <text-expander data-mentions-url>: after @ the server answers with a list of people who can read this.
import { each } from "./each.js";

function attach(expander) {
  import("../vendor/text-expander-element.js");
  let latest;
  expander.addEventListener("text-expander-change", (event) => {
    const { key, provide, text } = event.detail;
    if (key !== "@") return;
    latest?.abort();
    latest = new AbortController();
    provide(people(expander.dataset.mentionsUrl, text, latest.signal));
  });
  expander.addEventListener("text-expander-value", (event) => {
    event.detail.value = event.detail.item.dataset.value;
  });
  expander.addEventListener("text-expander-committed", ({ detail }) => {
    detail.input.dispatchEvent(new Event("input", { bubbles: true })); // a name is text: it is kept, counted and sent like typed one
  });
}

async function people(address, text, signal) {
  const nobody = { matched: false };
  if (!text) return nobody;
  const asked = new URL(address, location);
  asked.searchParams.set("q", text);
  try {
    const answer = await fetch(asked, { signal, headers: { "HX-Request": "true" } });
    if (!answer.ok) return nobody;
    const shell = document.createElement("template");
    shell.innerHTML = await answer.text();
    const fragment = shell.content.querySelector("[role=listbox]");
    return fragment?.querySelector("[role=option]") ? { matched: true, fragment } : nobody;
  } catch {
    return nobody;
  }
}

export function mentions(root) {
  each(root, "text-expander[data-mentions-url]", attach);
}
