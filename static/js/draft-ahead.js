// Two texts at one place: shows the one that was saved elsewhere and lets its writer choose. Nothing is saved until they have.
export function ahead(draft, { sequence, fields, files = "" }) {
  const others = lines(files);
  const panel = draft.part("ahead");
  draft.isAsking = true;
  const names = others.map((line) => line.querySelector("b").textContent).join(", ");
  draft.part("other").textContent = [fields.title, fields.body, names].filter(Boolean).join("\n\n");
  panel.hidden = false;
  panel.scrollIntoView({ block: "nearest" }); // the field keeps the focus: whoever types is not interrupted
  draft.say(draft.words.ahead, true);
  panel.onclick = (event) => {
    const chosen = event.target.closest("[data-draft-keep]")?.dataset.draftKeep;
    if (!chosen) return;
    choose(draft, chosen, fields);
    bringFiles(draft.form, chosen, others);
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

function lines(html) {
  const told = document.createElement("template");
  told.innerHTML = html.trim();
  return [...told.content.querySelectorAll("[data-file]")];
}

const refOf = (line) => line.querySelector("[name=files]").value;

// Both texts have the files of both; what was added here and is not of the other text is marked to be left out.
function bringFiles(form, chosen, others) {
  const list = form.querySelector("[data-files-list]");
  if (!list || chosen === "mine") return;
  const here = [...list.querySelectorAll("[data-file]")];
  const known = new Set(here.map(refOf)), theirs = new Set(others.map(refOf));
  if (chosen === "other") for (const line of here) {
    const drop = line.querySelector("[name=drop]");
    if (drop) drop.checked = !theirs.has(refOf(line));
  }
  list.append(...others.filter((line) => !known.has(refOf(line))));
  list.hidden = !list.children.length;
}
