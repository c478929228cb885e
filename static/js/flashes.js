// A message after a deed can be put away.
import { each } from "./each.js";

export function flashes(root) {
  each(root, "[data-flash]", (flash) => {
    const button = flash.querySelector("[data-dismiss]");
    button.hidden = false;
    button.addEventListener("click", () => {
      flash.remove();
      document.getElementById("main").focus();
    });
  });
}
