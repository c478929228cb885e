// <details data-disclosure>: Escape closes it and gives the focus back; a menu also closes on a press elsewhere.
import { each } from "./each.js";

function attach(details) {
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector("summary").focus();
  });
}

export function disclosures(root) {
  each(root, "details[data-disclosure]", attach);
  each(root, "details[data-fold-small]", foldWhenSmall);
  unfoldTarget();
}

// An address that leads to a folded part unfolds it.
function unfoldTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

addEventListener("hashchange", unfoldTarget);

function foldWhenSmall(details) {
  if (matchMedia("(max-width: 63.99rem)").matches) details.open = false;
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
