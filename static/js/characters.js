// Says how many characters are left, but only near the limit, and aloud only now and then.
import { announce } from "./announce.js";

const NEAR = 2000;
const SAID = [2000, 1000, 500, 100, 0];

export function characters(composer) {
  const field = composer.querySelector("textarea");
  const note = composer.querySelector("[data-characters]");
  const longest = Number(composer.dataset.longest);
  let before = Infinity;
  const show = () => {
    // What counts as one letter there counts as one or two here, so that looking closer is needed only near the limit.
    const left = field.value.length < longest - NEAR ? Infinity : longest - [...field.value].length;
    note.hidden = left > NEAR;
    note.classList.toggle("is-trouble", left < 0);
    if (!note.hidden) {
      const words = left < 0 ? composer.dataset.over : composer.dataset.left;
      note.textContent = words.replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang));
      if (SAID.some((step) => left <= step && before > step)) announce(note.textContent);
    }
    before = left;
  };
  field.addEventListener("input", show);
  show();
}
