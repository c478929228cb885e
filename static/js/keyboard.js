// Single keys do what a link or button marked data-key="x" does, first in the post that has the focus, then on the page.
// j and k go from post to post, ? opens the list of keys (dialog[data-keys]), where they can be switched off.
import { each } from "./each.js";

const typing = "input, textarea, select, [contenteditable], dialog, [role=option]";
const isOff = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
const posts = () => [...document.querySelectorAll(".posts .post")];
const here = () => document.activeElement?.closest(".post") ?? posts().find((post) => post.getBoundingClientRect().bottom > 80);

function step(by) {
  const all = posts();
  const at = all.indexOf(here());
  const starts = document.activeElement?.closest(".post") ? at + by : Math.max(at, 0);
  const next = all[Math.min(Math.max(starts, 0), all.length - 1)];
  if (!next) return false;
  next.tabIndex = -1;
  next.focus({ preventScroll: true, focusVisible: true });
  next.scrollIntoView({ block: "start", behavior: "auto" });
  return true;
}

function press(key) {
  const marked = `[data-key="${CSS.escape(key)}"]`;
  const found = document.activeElement?.closest(".post")?.querySelector(marked)
    ?? (key === "q" || key === "b" || key === "t" || key === "e" ? here()?.querySelector(marked) : null)
    ?? document.querySelector(`body > * ${marked}:not(.post *)`) ?? null;
  if (!found) return false;
  if (found.matches("input, textarea, select")) found.focus();
  else found.click();
  return true;
}

function hear(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.(typing) || isOff()) return;
  const done = event.key === "j" ? step(1) : event.key === "k" ? step(-1) : event.key.length === 1 && press(event.key);
  if (done) event.preventDefault();
}

function attach(dialog) {
  const on = dialog.querySelector("[data-keys-on]");
  on.checked = !isOff();
  on.addEventListener("change", () => { try { localStorage.setItem("keys", on.checked ? "on" : "off"); } catch { /* on for this page */ } });
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
  }
}

export function keyboard(root) {
  if (root === document) document.addEventListener("keydown", hear);
  each(root, "dialog[data-keys]", attach);
}
