// [data-composer]: loads the Markdown toolbar and shows the preview in place.
import { each } from "./each.js";

function attach(composer) {
  import("../vendor/markdown-toolbar-element.js");
  const button = composer.querySelector("[data-preview]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    preview(composer, button);
  });
}

async function preview(composer, button) {
  const panel = composer.querySelector("[data-preview-result]");
  const form = composer.closest("form");
  const body = new URLSearchParams({ body: composer.querySelector("textarea").value, csrf_token: form.elements.csrf_token?.value ?? "" });
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(composer.dataset.previewUrl, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
    const shown = document.createElement("div");
    shown.className = "prose";
    shown.innerHTML = await answer.text();
    panel.replaceChildren(shown);
    panel.hidden = false;
  } catch {
    // Without the shortcut the button does what it does without scripts: it asks for a whole page.
    button.form.requestSubmit(button);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

export function composers(root) {
  each(root, "[data-composer]", attach);
}
