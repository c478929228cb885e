// <textarea data-keep="key">: what was typed and not sent is there again after a lost page; it is cleared once it was sent and taken.
// Where a draft is kept on the server (drafts.js) nothing is kept here, except what could not be saved there.
import { each } from "./each.js";

// With the writer: whoever signs in next on a shared machine must not be given their text.
const place = (field) => `kept:${document.body.dataset.who}:${field.dataset.keep}`;

function attach(field) {
  if (field.closest("[data-draft]")) return;
  const kept = read(place(field));
  if (kept && !field.value) {
    field.value = kept;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.addEventListener("input", () => write(place(field), field.value));
  field.form?.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("data-preview")) write("kept-sent", place(field));
  });
  field.form?.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) write(place(field), "");
  });
}

// The page after the one that sent it: no error stands on it, so the text arrived. A sign-in on the way settles nothing yet.
function forgetWhatArrived() {
  const sent = read("kept-sent");
  if (!sent || document.querySelector("form[action^='/sign-in']")) return;
  write("kept-sent", "");
  if (!document.querySelector(".is-invalid, .page--error, .form-errors")) write(sent, "");
}

export function read(key) {
  try { return localStorage.getItem(key) ?? ""; } catch { return ""; }
}

export function write(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch { /* a full or forbidden store costs only the convenience */ }
}

export function keptText(root) {
  if (root === document) forgetWhatArrived();
  each(root, "textarea[data-keep]", attach);
  if (root === document) each(root, "form[action='/sign-out']", (form) => form.addEventListener("submit", forgetAll));
}

// A shared machine keeps nobody's text.
function forgetAll() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("kept")) localStorage.removeItem(key);
  } catch { /* nothing was kept */ }
}
