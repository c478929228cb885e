// [data-way]: says which post of the thread one is reading, while one scrolls.
import { each } from "./each.js";

function attach(way) {
  const sign = way.querySelector("[data-way-here]");
  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    const first = [...document.querySelectorAll(".posts .post")].find((post) => seen.has(post));
    if (first) sign.textContent = way.dataset.words.replace("{n}", first.id.slice(1));
  }, { rootMargin: "-72px 0px -35% 0px" });
  document.querySelectorAll(".posts .post").forEach((post) => watch.observe(post));
}

export function ways(root) {
  each(root, "[data-way]", attach);
}
