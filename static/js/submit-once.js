// <form data-once>: one press is one deed; the form wakes again when the page is shown from the back button.
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

addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(rouse));
