// Signing in again without leaving the page, where the session ended under what is typed.
//
// The dialog walks through the pages of sign-in, password and second factor alike, form by form.
// "signedout" on the document opens it once; "signedin" says that the session is there again.
const dialog = document.getElementById("sign-in-again");
const place = dialog.querySelector("[data-part=form]");
let isPutOff = false;

const isJson = (response) => response.headers.get("Content-Type")?.includes("json");

// The form of a page of sign-in, once it is filled in; nothing where its user puts it off.
const filled = async (response) => {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const form = page.querySelector("main form");
  place.replaceChildren(form ? document.importNode(form, true) : page.querySelector("main").textContent.trim());
  if (!dialog.open) dialog.showModal();
  place.querySelector("input:not([type=hidden])")?.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(null);
    place.onsubmit = (event) => {
      event.preventDefault();
      event.stopPropagation();
      resolve(new FormData(event.target));
    };
  });
};

// {csrf, user, name} of the session, after a sign-in where it needs one; null where that is put off.
export const session = async () => {
  let response = await fetch(dialog.dataset.session);
  while (!isJson(response)) {
    const fields = await filled(response);
    if (!fields) return null;
    response = await fetch(response.url, { method: "POST", body: new URLSearchParams(fields) });
  }
  dialog.onclose = null;
  dialog.close();
  place.replaceChildren();
  isPutOff = false;
  const answer = await response.json();
  // What one person typed is neither shown to another nor sent by them.
  if (String(answer.user) !== dialog.dataset.user) {
    document.dispatchEvent(new Event("otherperson"));
    location.assign("/");
    return null;
  }
  document.dispatchEvent(new CustomEvent("signedin", { detail: answer }));
  return answer;
};

dialog.querySelector("[data-part=later]").addEventListener("click", () => dialog.close());

document.addEventListener("signedout", () => {
  if (isPutOff || dialog.open) return;
  isPutOff = true;
  session().catch(() => dialog.close());
});
