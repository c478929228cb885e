// [data-files]: files that are chosen, dropped on the composer or pasted into the text are sent at once, one after the other.
import { each } from "./each.js";
import { FilesOnTheirWay } from "./files-on-their-way.js";

function attach(part) {
  const composer = part.closest("[data-composer]");
  const input = part.querySelector("input[type=file]");
  const queue = new FilesOnTheirWay(part);
  const chosen = () => {
    queue.add([...input.files]);
    input.value = ""; // they come with the form no more
  };
  input.addEventListener("change", chosen);
  chosen(); // before this was here, on a slow line
  composer.addEventListener("paste", (event) => take(event, event.clipboardData, queue));
  composer.addEventListener("dragover", (event) => over(event, composer, true));
  composer.addEventListener("dragleave", (event) => over(event, composer, composer.contains(event.relatedTarget)));
  composer.addEventListener("drop", (event) => {
    over(event, composer, false);
    take(event, event.dataTransfer, queue);
  });
  part.closest("form").addEventListener("submit", (event) => queue.holdBack(event), { capture: true });
  addEventListener("beforeunload", (event) => { if (queue.isBusy && !queue.isHeld) event.preventDefault(); });
}

function over(event, composer, isOver) {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  composer.classList.toggle("is-over", isOver);
}

function take(event, from, queue) {
  if (!from?.files.length) return;
  event.preventDefault();
  queue.add([...from.files]);
}

export function files(root) {
  each(root, "[data-files]", attach);
}
