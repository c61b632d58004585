// Signing in again without leaving the page, where the session ended under what is typed.
//
// The dialog walks through the pages of sign-in, password and second factor alike, form by form.
// "signedout" on the document opens it once; "signedin" says that the session is there again.
const dialog = document.getElementById("sign-in-again");
const place = dialog.querySelector("[data-part=form]");
let isPutOff = false;

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

// One page of sign-in until it lets go on; the answer is whether it did.
const pass = async (address) => {
  let response = await fetch(address);
  while (response.type !== "opaqueredirect") {
    const fields = await filled(response);
    if (!fields) return false;
    response = await fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  }
  return true;
};

const ask = async () => (await fetch(dialog.dataset.session)).json();

// Whether the person who came in gives way to the one who typed; the page behind is covered meanwhile.
const goesBack = async () => {
  const [again, other] = ["again", "other"].map((name) => dialog.querySelector(`[data-part=${name}]`));
  const show = (isOther) => {
    again.hidden = isOther;
    other.hidden = !isOther;
    dialog.classList.toggle("covers", isOther);
  };
  place.replaceChildren();
  show(true);
  if (!dialog.open) dialog.showModal();
  const choice = await new Promise((resolve) => {
    dialog.onclose = () => resolve("leave");
    other.onclick = (event) => event.target.value && resolve(event.target.value);
  });
  show(false);
  return choice === "again";
};

// {user, csrf} of the session, after a sign-in where it needs one; null where that is put off.
export const session = async () => {
  let answer = await ask();
  while (!answer.user) {
    if (!(await pass(answer.sign_in))) return null;
    answer = await ask();
  }
  // What one person typed is neither shown to another nor sent by them.
  if (String(answer.user) !== dialog.dataset.user) {
    if (await goesBack()) {
      await fetch(dialog.dataset.leave, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: answer.csrf }), redirect: "manual" });
      return session();
    }
    document.dispatchEvent(new Event("otherperson"));
    location.assign("/");
    return null;
  }
  dialog.onclose = null;
  dialog.close();
  place.replaceChildren();
  isPutOff = false;
  document.dispatchEvent(new CustomEvent("signedin", { detail: answer }));
  return answer;
};

dialog.querySelector("[data-part=later]").addEventListener("click", () => dialog.close());

document.addEventListener("signedout", () => {
  if (isPutOff || dialog.open) return;
  isPutOff = true;
  session().catch(() => dialog.close());
});
