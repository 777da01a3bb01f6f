/** Forms that ask the browser for a passkey (`data-passkey` is "get" or "create") and send its answer as a field. */

type Json = Record<string, unknown>;

/** Wakes the forms in `root`; where the browser knows no passkeys they stay hidden. */
export function ready(root: ParentNode): void {
  if (!window.PublicKeyCredential) return;
  root.querySelectorAll<HTMLFormElement>("form[data-passkey]:not([data-ready])").forEach((form) => {
    form.dataset.ready = "yes";
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      const field = form.querySelector<HTMLInputElement>("[name=answer]");
      if (!field || field.value) return; // the answer is there: the form goes on its way
      event.preventDefault();
      event.stopPropagation(); // it is not on its way yet
      void ask(form, field);
    });
  });
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const fault = form.querySelector<HTMLElement>("[data-passkey-fault]");
  if (fault) fault.hidden = true;
  try {
    const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(form.dataset.passkeyAsk ?? "", {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRFToken": token },
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const options = (await answer.json()) as Json;
    field.value = JSON.stringify(form.dataset.passkey === "create" ? await made(options) : await proven(options));
  } catch {
    if (fault) fault.hidden = false;
    form.querySelectorAll<HTMLButtonElement>("button").forEach((button) => (button.disabled = false));
    return;
  }
  form.submit();
}

async function made(options: Json): Promise<Json> {
  const user = options.user as Json;
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: named(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const key = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = key.response as AuthenticatorAttestationResponse;
  return answered(key, { attestationObject: text(response.attestationObject) });
}

async function proven(options: Json): Promise<Json> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const key = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = key.response as AuthenticatorAssertionResponse;
  return answered(key, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    ...(response.userHandle ? { userHandle: text(response.userHandle) } : {}),
  });
}

function answered(key: PublicKeyCredential, more: Json): Json {
  const response = { clientDataJSON: text(key.response.clientDataJSON), ...more };
  return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {}, response };
}

function named(credentials: unknown): Json[] {
  return ((credentials as Json[] | undefined) ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

/** Base64 for addresses, as the server writes bytes, and back. */
function bytes(value: unknown): Uint8Array {
  const letters = atob(String(value).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

function text(value: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(value), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
