// Passkeys: asks the browser for a key and sends what it says with the form. Without a script, or where the browser has
// no passkeys (plain http but localhost), the form stays hidden.
//
// <form data-module="passkey" data-passkey="create | answer | sign-in"> with an input named credential. What the server
// wants signed stands in #passkey-data, or is fetched from the form's address when somebody signs in.

function toBytes(text) {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const letters = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));

// Written out and not by parseCreationOptionsFromJSON, which browsers of two years ago don't know.
async function create({ publicKey }, isAlone) {
  const selection = { ...publicKey.authenticatorSelection, residentKey: isAlone ? "required" : "discouraged", requireResidentKey: isAlone };
  if (isAlone) selection.userVerification = "required";
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
      authenticatorSelection: selection,
    },
  });
  return told(credential, {
    attestationObject: toText(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function answer({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: withBytes(publicKey.allowCredentials) },
  });
  const { authenticatorData, signature, userHandle } = credential.response;
  return told(credential, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function told(credential, response) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function wishes(form) {
  const data = form.querySelector("#passkey-data");
  if (data) return JSON.parse(data.textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(response.status === 429 ? "That was too often. Try again in a minute." : "The server did not answer. Try again.");
  return response.json();
}

function reason(error) {
  if (error.name === "NotAllowedError") return "The browser gave no passkey: it was cancelled, or took too long.";
  if (error.name === "InvalidStateError") return "This device has a passkey for your account already.";
  return error.message || "This browser gave no passkey.";
}

export function mount(form) {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  for (const hint of document.querySelectorAll("[data-passkey-none]")) hint.hidden = true;
  const fault = form.querySelector("[data-passkey-fault]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (fault) fault.hidden = true;
    try {
      const asked = await wishes(form);
      const credential =
        form.dataset.passkey === "create"
          ? await create(asked.creation_options, form.elements.passwordless?.checked ?? false)
          : await answer(asked.request_options);
      form.elements.credential.value = JSON.stringify(credential);
      // Not requestSubmit, which would come here again.
      form.submit();
    } catch (error) {
      if (!fault) return;
      fault.querySelector("span").textContent = reason(error);
      fault.hidden = false;
    }
  });
}
