// <form data-theme-switch>: light and dark change at once, and the server is told.
import { each } from "./each.js";

function attach(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.statusText);
      wear(button.value);
      mark(form, button);
    } catch {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      form.submit();
    }
  });
}

function wear(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function mark(form, chosen) {
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-current");
  chosen.setAttribute("aria-current", "true");
}

export function themeSwitch(root) {
  each(root, "form[data-theme-switch]", attach);
}
