// <form data-autosave>: every change is sent in the background, one after the other, and the form says that it is saved.
import { each } from "./each.js";

function attach(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer, line = Promise.resolve();
  const save = () => { line = line.then(() => send(form, status)); };
  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea, input[type=text]")) {
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    }
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

async function send(form, status) {
  const body = new URLSearchParams(new FormData(form));
  body.set("autosave", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, keepalive: true });
    say(form, status, answer.ok);
  } catch {
    say(form, status, false);
  }
}

function say(form, status, saved) {
  status.textContent = saved ? form.dataset.saved : form.dataset.notSaved;
  status.classList.toggle("is-trouble", !saved);
}

export function autosave(root) {
  each(root, "form[data-autosave]", attach);
}
