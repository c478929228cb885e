// <form data-once>: one press is one deed; the form wakes again when the page is shown from the back button.
// What is changed in it then is another deed, not the same once more: it gets a number of its own.
import { each } from "./each.js";

function sleep(form) {
  form.dataset.sent = "yes";
  // After the browser has read the pressed button's name and value.
  setTimeout(() => buttons(form).forEach((button) => {
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-busy", "true");
  }));
}

function rouse(form) {
  delete form.dataset.sent;
  buttons(form).forEach((button) => {
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-busy");
  });
}

function renumber({ target }) {
  const number = target.form?.elements.form_token;
  if (number) number.value = crypto.getRandomValues(new Uint32Array(3)).join("-");
}

const buttons = (form) => form.querySelectorAll("button:not([type=button])");

export function submitOnce(root) {
  each(root, "form[data-once]", (form) => {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) event.preventDefault();
      else sleep(form);
    });
    form.addEventListener("htmx:afterRequest", () => rouse(form));
  });
}

addEventListener("pageshow", ({ persisted }) => document.querySelectorAll("form[data-sent]").forEach((form) => {
  rouse(form);
  if (persisted) form.addEventListener("input", renumber, { once: true });
}));
