// One file on its way: a line in the list with a bar, then what the server says of it.
export function sendFile(part, file) {
  const list = part.querySelector("[data-files-list]");
  const line = new Line(part, file);
  list.hidden = false;
  list.append(line.item);
  if (file.size > Number(part.dataset.largest)) return line.refuse(part.dataset.tooLarge);
  if (list.querySelectorAll("[data-file]").length >= Number(part.dataset.most)) return line.refuse(part.dataset.tooMany);
  return send(part, file, line);
}

function send(part, file, line) {
  return new Promise((done) => {
    const form = part.closest("form");
    const again = () => sendFile(part, file);
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("space", part.dataset.space);
    body.set("post", part.dataset.post);
    body.set("mask", new FormData(form).get("mask") ?? "");
    body.set("upload", file);
    const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload has come
    request.upload.addEventListener("progress", (event) => line.progress(event.loaded, event.total));
    request.upload.addEventListener("load", () => line.say(part.dataset.checking));
    request.addEventListener("load", () => { hear(request, line, part, again); done(); });
    request.addEventListener("error", () => { line.refuse(part.dataset.broken, again); done(); });
    request.open("POST", "/files");
    request.setRequestHeader("HX-Request", "true");
    line.say(part.dataset.sending);
    line.button(part.dataset.stop, () => request.abort());
    request.addEventListener("abort", done);
    request.send(body);
  });
}

function hear(request, line, part, again) {
  if (request.status === 200) return line.become(request.responseText);
  const isSaid = [422, 503, 507].includes(request.status);
  if ([400, 401].includes(request.status)) return line.refuse(part.dataset.signedOut, again);
  line.refuse(isSaid ? request.responseText.trim() : part.dataset.broken, request.status < 500 ? undefined : again);
}

class Line {
  constructor(part, file) {
    this.part = part;
    this.name = file.name;
    this.item = document.createElement("li");
    this.item.className = "added is-coming";
    this.item.innerHTML = "<span class='added__picture added__picture--paper' aria-hidden='true'></span><div class='added__words'><p class='added__name'><b></b></p><progress max='1'></progress></div>";
    this.item.querySelector("b").textContent = file.name;
    this.bar = this.item.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
  }

  progress(loaded, total) { if (total) this.bar.value = loaded / total; }

  say(words) { this.part.querySelector("[data-files-state]").textContent = words.replace("{name}", this.name); }

  become(html) {
    const told = document.createElement("template");
    told.innerHTML = html.trim();
    const item = told.content.firstElementChild;
    this.item.replaceWith(item);
    this.say(this.part.dataset.added);
    item.dispatchEvent(new Event("input", { bubbles: true })); // a draft goes on with it
  }

  refuse(words, again) {
    this.item.classList.replace("is-coming", "is-refused");
    this.item.querySelector("button")?.remove();
    this.bar.replaceWith(Object.assign(document.createElement("p"), { className: "added__why", textContent: words }));
    if (again) this.button(this.part.dataset.again, again);
    this.button(this.part.dataset.away);
    this.say(`${this.name}: ${words}`);
  }

  button(label, deed) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button--plain button--small", textContent: label });
    button.setAttribute("aria-label", `${label}: ${this.name}`);
    button.addEventListener("click", () => { this.item.remove(); deed?.(); this.part.querySelector("input[type=file]").focus(); });
    this.item.querySelector(".added__words").append(button);
  }
}
