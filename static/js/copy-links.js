// <a data-copy-link>: a press copies the address of the post as well as going there.
import { each } from "./each.js";
import { announce } from "./announce.js";

function attach(link) {
  link.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return;
    }
    link.classList.add("is-copied");
    announce(document.body.dataset.copied);
    setTimeout(() => link.classList.remove("is-copied"), 2000);
  });
}

export function copyLinks(root) {
  each(root, "a[data-copy-link]", attach);
}
