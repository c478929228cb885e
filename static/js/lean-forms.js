// <form data-lean>: what was left empty does not stand in the address, so that it can be read and passed on.
import { each } from "./each.js";

export function leanForms(root) {
  each(root, "form[data-lean]", (form) => {
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    });
  });
}
