// [data-way]: says which post of the thread one is reading, while one scrolls.
import { each } from "./each.js";

function attach(way) {
  const sign = way.querySelector("[data-way-here]");
  const posts = [...document.querySelectorAll(".posts .post")];
  if (!posts.length) return;
  let asked = 0;
  const say = () => {
    asked = 0;
    sign.textContent = way.dataset.words.replace("{n}", reading(posts).id.slice(1));
  };
  const ask = () => { asked ||= requestAnimationFrame(say); };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask, { passive: true });
  ask();
}

// The last post that begins where a link to it would bring it, or above; at the end of the page, the last.
function reading(posts) {
  const page = document.documentElement;
  if (scrollY > 0 && scrollY + innerHeight >= page.scrollHeight - 1) return posts.at(-1);
  const space = [getComputedStyle(page).scrollPaddingBlockStart, getComputedStyle(posts[0]).scrollMarginBlockStart];
  const line = parseFloat(space[0]) + parseFloat(space[1]) + 2;
  return posts.findLast((post) => post.getBoundingClientRect().top <= line) ?? posts[0];
}

export function ways(root) {
  each(root, "[data-way]", attach);
}
