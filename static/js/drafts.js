// A long form: kept while it is typed, and sent only where it gets through; nothing typed is lost.
import { Autosave } from "./autosave.js";
import { session } from "./sign-in.js";

const KEEP_AFTER = 1500;
const NO_SERVER = "Không nối được máy chủ, chưa gửi được. Nội dung còn nguyên ở đây: hãy gửi lại sau.";

const tokens = (form) => [...form.querySelectorAll("[name=csrfmiddlewaretoken]")];

class Draft extends Autosave {
  constructor(form) {
    super({ url: form.dataset.draft, csrf: tokens(form)[0].value });
    this.form = form;
    this.state = document.querySelector("[data-draft-state]");
    this.isTyped = this.isAsking = this.isSure = false;
    const typed = () => this.type();
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("signedin", ({ detail }) => this.signedIn(detail));
    document.addEventListener("otherperson", () => this.leave());
    // The way back may bring the page as it was left.
    addEventListener("pageshow", ({ persisted }) => persisted && (this.closed = ""));
  }

  get isClean() {
    return Boolean(this.closed) || !(this.isTyped || this.waiting || this.failed);
  }

  type() {
    this.isTyped = true;
    this.hurry(KEEP_AFTER);
  }

  // Nothing is kept any more, and nobody is asked.
  leave() {
    clearTimeout(this.timer);
    this.closed = "left";
  }

  // --- Keeping ---

  next() {
    if (!this.isTyped) return null;
    this.isTyped = false;
    const fields = new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
    return { name: "keep", fields: { address: location.pathname, fields: fields.toString() } };
  }

  begin() {}

  accept() {}

  refuse() {}

  // What is typed by now is sent instead of what did not get through.
  stall() {
    this.failed = null;
    this.isTyped = true;
  }

  drop() {
    return false;
  }

  takeUp() {
    return this.isTyped;
  }

  idle() {
    this.show();
  }

  show() {
    const kept = this.savedAt ? `Đã giữ bản nháp lúc ${this.savedAt}.` : "";
    if (this.state) this.state.textContent = this.message || (this.isTyped ? "Đang giữ bản nháp…" : kept);
  }

  // --- Sending ---

  signedIn({ csrf }) {
    this.csrf = csrf;
    for (const token of tokens(this.form)) token.value = csrf;
    this.message = "";
    this.hurry();
  }

  // The session is asked for before the page is left, for an answer that refuses would replace it.
  async submit(event) {
    if (this.isSure) {
      this.isSure = false;
      return this.leave();
    }
    event.preventDefault();
    event.stopPropagation();
    if (this.isAsking) return null;
    this.isAsking = true;
    const isThere = await session().catch(() => this.tell(NO_SERVER));
    this.isAsking = false;
    if (!isThere) return null;
    this.isSure = true;
    return this.form.requestSubmit(event.submitter);
  }

  tell(message) {
    this.message = message;
    this.show();
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form);
