// a[data-quote]: the post, or what is selected in it, goes into the composer as a quote; a small button follows a selection.
import { each } from "./each.js";

function attach(link) {
  link.addEventListener("mousedown", (event) => event.preventDefault()); // else the selection would be gone
  link.addEventListener("click", (event) => {
    const field = document.querySelector("#reply textarea");
    if (!field) return;
    event.preventDefault();
    quote(link, field).catch(() => { location.href = link.href; });
  });
}

async function quote(link, field) {
  const chosen = selectedIn(link.closest("article"));
  const text = chosen ? asQuote(chosen, link) : await wholePost(link);
  const before = field.value.trimEnd();
  field.value = `${before}${before ? "\n\n" : ""}${text}\n\n`;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  getSelection().removeAllRanges();
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.scrollTop = field.scrollHeight;
}

async function wholePost(link) {
  const answer = await fetch(`/posts/${link.dataset.quote}/quotation`);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

function asQuote(words, { dataset }) {
  const lines = words.split("\n").map((line) => `> ${line}`.trimEnd());
  return [...lines, ">", `> [#${dataset.number}](/posts/${dataset.quote})`].join("\n");
}

function selectedIn(article) {
  const selection = getSelection();
  const body = article?.querySelector(".post__body");
  const inside = body && selection.rangeCount && body.contains(selection.getRangeAt(0).commonAncestorContainer);
  return inside ? selection.toString().trim().replace(/\n{3,}/g, "\n\n") : "";
}

let button, timer;

function follow() {
  const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
  const article = range?.commonAncestorContainer.parentElement?.closest("article");
  const link = article && selectedIn(article) ? article.querySelector("a[data-quote]") : null;
  button?.remove();
  if (!link || !document.querySelector("#reply textarea")) return;
  button = Object.assign(document.createElement("button"), { type: "button", className: "button button--primary button--small quote-here", textContent: link.textContent.trim() });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => link.click());
  const place = range.getBoundingClientRect();
  button.style.insetBlockStart = `${scrollY + place.bottom + 8}px`;
  button.style.left = `${Math.max(8, Math.min(scrollX + place.left, innerWidth - 120))}px`;
  document.body.append(button);
}

export function quotes(root) {
  each(root, "a[data-quote]", attach);
  if (root !== document || !document.querySelector("a[data-quote]")) return;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, 200);
  });
}
