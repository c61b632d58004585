// Saving while somebody types: one request at a time and in order, nothing lost and nothing done twice.
//
// A page's store extends Autosave. Its `url` answers GET with {csrf}, and a POST to `${url}${name}/` with
// {at} once it is saved, {theirs} where somebody else was quicker, or the {message} of a refusal. It says:
//   next()                    the next {name, fields} to post, or nothing
//   begin(request)            it goes out, the first time or again
//   accept(request, answer)   it is saved
//   refuse(request, theirs)   it is not, for others were quicker
//   stall(request)            it did not get through: it is sent again, under the same key
//   drop(request)             it is wrong as it is; the answer is whether more may be sent
//   takeUp()                  try again what was dropped; the answer is whether there was any
//   idle(), show()            nothing is left to send; something to be shown has changed
//   isClean                   whether the page may be left

const RETRY_AFTER = 10_000;
const JSON_ASKED = { Accept: "application/json" };
const LOGGED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác, rồi bấm “Thử lại”.";

// Pages over plain HTTP, as inside an office, have no crypto.randomUUID.
export const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

export class Autosave {
  constructor({ url, csrf }) {
    Object.assign(this, { url, csrf });
    this.failed = this.waiting = this.timer = null;
    this.savedAt = this.message = this.closed = "";
    addEventListener("online", () => this.retry());
    document.addEventListener("signedin", () => this.retry());
    addEventListener("beforeunload", (event) => this.isClean || event.preventDefault());
  }

  hurry(delay = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), delay);
    this.show();
  }

  retry() {
    const isMore = this.takeUp();
    if (!this.failed && !isMore) return;
    this.message = "";
    this.hurry();
  }

  async pump() {
    if (this.waiting || this.closed) return;
    const request = this.failed ?? this.next();
    if (!request) return this.idle();
    request.key ??= uuid();
    this.failed = null;
    this.waiting = request;
    this.begin(request);
    this.show();
    const again = await this.send(request);
    this.waiting = null;
    this.show();
    if (again) this.hurry();
  }

  // Whether there may be more to send.
  async send(request) {
    let response, answer;
    try {
      response = await this.post(request);
      answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
    } catch {
      return this.fail(request, "Không nối được máy chủ.");
    }
    if (response.redirected || (response.status === 403 && !answer)) return this.signedOut(request);
    if (!answer) return this.fail(request, "Máy chủ báo lỗi.");
    return this.hear(request, response, answer);
  }

  async post({ name, fields, key }) {
    const url = `${this.url}${name}/`;
    const body = new URLSearchParams({ form_key: key, ...fields });
    const send = () => fetch(url, { method: "POST", headers: { ...JSON_ASKED, "X-CSRFToken": this.csrf }, body });
    const response = await send();
    return response.status === 403 && (await this.renew()) ? send() : response;
  }

  // A new session has a new token.
  async renew() {
    const response = await fetch(this.url, { headers: JSON_ASKED });
    if (response.redirected || !response.ok) return false;
    const { csrf } = await response.json();
    if (!csrf) return false;
    const isNew = csrf !== this.csrf;
    this.csrf = csrf;
    return isNew;
  }

  hear(request, { ok, status }, answer) {
    if (ok) {
      Object.assign(this, { savedAt: answer.at, message: "" });
      this.accept(request, answer);
      return true;
    }
    if (answer.theirs) {
      this.refuse(request, answer.theirs);
      return true;
    }
    if (status === 409 || status === 403) return this.close(request, answer.message);
    if (status !== 422) return this.fail(request, "Máy chủ báo lỗi.");
    this.message = answer.message;
    return this.drop(request);
  }

  // Where the page has a dialog of sign-in (sign-in.js), it opens.
  signedOut(request) {
    document.dispatchEvent(new Event("signedout"));
    return this.fail(request, LOGGED_OUT);
  }

  fail(request, message) {
    Object.assign(this, { failed: request, message });
    this.stall(request);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.pump(), RETRY_AFTER);
  }

  // Nothing more is saved here: what was typed stays to be read and copied.
  close(request, message) {
    this.fail(request, message);
    clearTimeout(this.timer);
    this.closed = message;
  }
}
