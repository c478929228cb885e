// Two texts at one place: shows the one that was saved elsewhere and lets its writer choose. Nothing is saved until they have.
export function ahead(draft, { sequence, fields }) {
  const panel = draft.part("ahead");
  draft.isAsking = true;
  draft.part("other").textContent = [fields.title, fields.body].filter(Boolean).join("\n\n");
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" }); // the field keeps the focus: whoever types is not interrupted
  draft.say(draft.words.ahead, true);
  panel.onclick = (event) => {
    const chosen = event.target.closest("[data-draft-keep]")?.dataset.draftKeep;
    if (!chosen) return;
    choose(draft, chosen, fields);
    panel.hidden = true;
    draft.say("");
    draft.isAsking = false;
    draft.form.elements.sequence.value = sequence;
    draft.field.focus();
    draft.field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

function choose(draft, chosen, fields) {
  const other = fields.body ?? "";
  if (chosen === "other") {
    draft.field.value = other;
    if (draft.form.elements.title && fields.title !== undefined) draft.form.elements.title.value = fields.title;
  }
  if (chosen === "both") draft.field.value = `${draft.field.value.trimEnd()}\n\n${other}`;
}
