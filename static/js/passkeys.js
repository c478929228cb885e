// <form data-passkey="get|create">: the device answers a question of the house, and the form carries its answer back.
import { each } from "./each.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

function parsed(deed, options) {
  const native = deed === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  if (PublicKeyCredential[native]) return PublicKeyCredential[native](options);
  const ids = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const both = { ...options, challenge: bytes(options.challenge) };
  if (deed === "get") return { ...both, allowCredentials: ids(options.allowCredentials) };
  const user = { ...options.user, id: bytes(options.user.id) };
  return { ...both, user, excludeCredentials: ids(options.excludeCredentials) };
}

function written(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, rawId, response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  const answer = { ...Object.fromEntries(said), transports: response.getTransports?.() };
  return { id, type, rawId: text(rawId), response: answer, clientExtensionResults: {} };
}

async function ask(form) {
  const deed = form.dataset.passkey;
  const asked = await fetch(form.dataset.options ?? `${form.getAttribute("action")}/options`, { method: "POST", body: new FormData(form) });
  if (!asked.ok) throw new Error(asked.statusText);
  const publicKey = parsed(deed, await asked.json());
  return written(await navigator.credentials[deed]({ publicKey }));
}

async function answer(event) {
  const form = event.target;
  const said = form.querySelector("[role=alert]");
  event.preventDefault();
  said.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await ask(form));
    form.submit();
  } catch {
    said.textContent = form.dataset.failed;
    said.hidden = false;
  }
}

export function passkeys(root) {
  each(root, "form[data-passkey]", (form) => {
    form.querySelector("[data-without-script]").hidden = true;
    form.addEventListener("submit", answer);
  });
}
