// Where the language of a post is left to be guessed, says which one it was taken for when its draft was saved.
export function sayGuessed(form, language) {
  const select = form.querySelector(".composer__language select");
  if (select && !select.value) select.closest("details").querySelector("[data-chosen]").textContent = language || select.selectedOptions[0].label;
}
