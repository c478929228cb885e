// [data-composer]: loads the Markdown toolbar, shows the preview in place, lets the text grow, says which language is chosen.
import { each } from "./each.js";
import { shortcuts } from "./shortcuts.js";
import { characters } from "./characters.js";

function attach(composer) {
  import("../vendor/markdown-toolbar-element.js");
  const button = composer.querySelector("[data-preview]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    preview(composer, button);
  });
  grow(composer.querySelector("textarea"));
  shortcuts(composer);
  characters(composer);
}

async function preview(composer, button) {
  const panel = composer.querySelector("[data-preview-result]");
  const text = composer.querySelector("textarea").value;
  if (!panel.hidden && panel.dataset.of === text) {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    return;
  }
  const form = composer.closest("form");
  const body = new URLSearchParams({ body: text, csrf_token: form.elements.csrf_token?.value ?? "" });
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(composer.dataset.previewUrl, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok && answer.status !== 422) throw new Error(answer.statusText);
    const shown = document.createElement("div");
    shown.className = "prose";
    shown.innerHTML = await answer.text();
    panel.replaceChildren(shown);
    panel.dataset.of = text;
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
  } catch {
    // Without the shortcut the button does what it does without scripts: it asks for a whole page.
    button.form.requestSubmit(button);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

// Where the style sheet cannot let a field grow with its text.
function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  const fit = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", fit);
  fit();
}

function sayChosen(select) {
  const words = select.closest("details").querySelector("[data-chosen]");
  select.addEventListener("change", () => { words.textContent = select.selectedOptions[0].label; });
}

export function composers(root) {
  each(root, "[data-composer]", attach);
  each(root, ".composer__language select", sayChosen);
}
