// The rows of the plan's editor, and how they reach the server: one request at a time, nothing lost.
//
// A row is saved, dirty (typed and not sent), saving, failed, or stale (a colleague was quicker).
(() => {
  const editor = (window.planEditor ??= {});
  const SAVE_AFTER = 700;
  const RETRY_AFTER = 10_000;
  const POLL_EVERY = 20_000;
  const LOGGED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác, rồi bấm “Thử lại”.";
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // Pages over plain HTTP, as inside an office, have no crypto.randomUUID.
  editor.uuid = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  editor.Store = class {
    constructor(data, on) {
      Object.assign(this, { data, on, stamp: data.stamp, csrf: data.csrf });
      this.keys = data.columns.map((column) => column.key);
      this.rows = data.rows.map((line) => this.fromLine(line));
      this.acts = [];
      this.failed = this.waiting = this.timer = null;
      this.savedAt = this.message = this.closed = "";
      this.judgeAgain(this.rows.filter((row) => row.ref.startsWith("d") && !row.problems.length));
      setInterval(() => document.hidden || this.poll(), POLL_EVERY);
      addEventListener("online", () => this.retry());
      addEventListener("beforeunload", (event) => this.isClean || event.preventDefault());
    }

    // --- Rows ---

    make(cells = {}) {
      return { ref: `n${editor.uuid()}`, token: "", cells: this.full(cells), problems: [], state: "saved" };
    }

    fromLine(line) {
      const row = this.make(line.cells);
      return Object.assign(row, { ref: line.ref, token: line.token, problems: line.problems }, this.contest(line));
    }

    contest(line) {
      return line.theirs ? { state: "stale", theirs: this.full(line.theirs) } : { state: "saved", theirs: null };
    }

    full(cells) {
      return Object.fromEntries(this.keys.map((key) => [key, cells[key] ?? ""]));
    }

    get isClean() {
      return !this.failed && !this.acts.length && this.rows.every((row) => row.state === "saved" || (row.state === "stale" && !row.isTyped));
    }

    // --- Changes ---

    touch(rows) {
      for (const row of rows) {
        row.isTyped = true;
        if (row.state !== "stale") row.state = "dirty";
        this.on.row(row);
      }
      this.hurry(SAVE_AFTER);
    }

    insert(rows, at = this.rows.length) {
      this.rows.splice(at, 0, ...rows);
      this.on.order();
    }

    take(rows) {
      this.rows = this.rows.filter((row) => !rows.includes(row));
      this.on.order();
    }

    remove(rows) {
      const known = rows.filter((row) => !row.ref.startsWith("n") || row.state === "saving" || this.isWaiting(row));
      this.take(rows);
      if (known.length) this.act("remove", known);
      else this.on.status();
    }

    isWaiting(row) {
      return this.failed?.rows.includes(row);
    }

    // Rows that came out come back: those the server knows by its history, others are typed anew.
    restore(rows, at) {
      this.insert(rows, at);
      const known = rows.filter((row) => row.ref.startsWith("r"));
      const others = rows.filter((row) => !known.includes(row));
      for (const row of others) Object.assign(row, { ref: `n${editor.uuid()}`, token: "" });
      if (others.length) this.touch(others);
      for (const row of known) this.mark(row, "saving");
      if (known.length) this.act("restore", known);
    }

    move(row, at) {
      this.rows.splice(this.rows.indexOf(row), 1);
      this.rows.splice(at, 0, row);
      this.on.order();
      this.act("move", [row]);
    }

    act(name, rows) {
      this.acts.push({ name, rows });
      this.hurry(0);
    }

    // What to do where a colleague saved the row first.
    settle(row, keepsMine) {
      if (row.isGone && !keepsMine) return this.take([row]);
      if (!keepsMine) row.cells = row.theirs;
      Object.assign(row, { theirs: null, isGone: false, state: "saved" });
      this.touch([row]);
    }

    // --- Sending ---

    hurry(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.pump(), delay);
      this.on.status();
    }

    retry() {
      if (!this.failed && !this.rows.some((row) => row.state === "failed")) return;
      for (const row of this.rows) if (row.state === "failed" && !this.isWaiting(row)) row.state = "dirty";
      this.message = "";
      this.hurry(0);
    }

    async pump() {
      if (this.waiting || this.closed) return;
      const request = this.failed ?? this.next();
      if (!request && this.isBehind) return this.poll();
      if (!request) return this.on.status();
      this.failed = null;
      for (const row of request.rows) this.mark(row, "saving");
      this.waiting = request;
      this.on.status();
      const again = await this.send(request);
      this.waiting = null;
      this.on.status();
      if (again) this.hurry(0);
    }

    next() {
      const dirty = this.rows.filter((row) => row.state === "dirty");
      if (dirty.length) return this.request("save", dirty.slice(0, 1000));
      const act = this.acts.shift();
      return act && this.request(act.name, act.rows);
    }

    request(name, rows) {
      const asks = { save: ["token", "cells"], remove: ["token"], restore: [], move: ["token"] }[name];
      const sent = rows.map((row) => ({ ref: row.ref, before: this.below(row), ...Object.fromEntries(asks.map((ask) => [ask, ask === "cells" ? { ...row.cells } : row[ask]])) }));
      if (name === "save") rows.forEach((row) => (row.sent = { ...row.cells }));
      return { name, rows, sent, key: editor.uuid() };
    }

    below(row) {
      const after = this.rows.slice(this.rows.indexOf(row) + 1);
      return after.find((other) => !other.ref.startsWith("n"))?.ref ?? "";
    }

    mark(row, state) {
      row.state = state;
      this.on.row(row);
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
      if (response.redirected || (response.status === 403 && !answer)) return this.fail(request, LOGGED_OUT);
      if (response.ok && answer) return this.accept(request, answer);
      if (answer?.theirs) return this.refuse(request, answer.theirs);
      if (response.status === 409 || response.status === 403) return this.close(request, answer.message);
      if (response.status === 422) return this.drop(request, answer.message);
      return this.fail(request, "Máy chủ báo lỗi.");
    }

    async post({ name, sent, key }) {
      const body = new URLSearchParams({ form_key: key, rows: JSON.stringify(sent) });
      const headers = { Accept: "application/json", "X-CSRFToken": this.csrf };
      const url = `${this.data.url}${name}/`;
      const response = await fetch(url, { method: "POST", headers, body });
      if (response.status !== 403 || !(await this.renew())) return response;
      return fetch(url, { method: "POST", headers: { ...headers, "X-CSRFToken": this.csrf }, body });
    }

    // A new session has a new token.
    async renew() {
      const response = await fetch(this.data.url, { headers: { Accept: "application/json" } });
      if (response.redirected || !response.ok) return false;
      const { csrf } = await response.json();
      const isNew = csrf !== this.csrf;
      this.csrf = csrf;
      return isNew;
    }

    accept({ name, rows, sent }, answer) {
      this.savedAt = answer.at;
      this.message = "";
      rows.forEach((row, at) => this.apply(row, answer.rows[sent[at].ref], name));
      this.isBehind ||= answer.before !== this.stamp;
      this.stamp = answer.stamp;
      if (name === "remove") this.judgeAgain(this.rows.filter((row) => row.problems.length));
      return true;
    }

    apply(row, line, name) {
      if (!line) return;
      const typedOn = this.isTypedOn(row, line, name);
      Object.assign(row, { ref: line.ref, token: line.token, problems: line.problems });
      if (typedOn) return this.mark(row, "dirty");
      Object.assign(row, { cells: this.full(line.cells), isTyped: false }, this.contest(line));
      this.on.row(row);
    }

    // What stood in a row's way may be gone with another row.
    judgeAgain(rows) {
      const waiting = rows.filter((row) => row.state === "saved");
      for (const row of waiting) row.state = "dirty";
      if (waiting.length) this.hurry(0);
    }

    // Whether the row holds more than what this answer is about.
    isTypedOn(row, line, name) {
      if (name === "save") return !same(row.cells, row.sent);
      return name === "restore" ? !same(row.cells, this.full(line.cells)) : row.state === "dirty";
    }

    refuse({ name, rows, sent }, theirs) {
      rows.forEach((row, at) => {
        const line = theirs[sent[at].ref];
        if (line === undefined) return this.mark(row, name === "save" ? "dirty" : "saved");
        if (!this.rows.includes(row)) this.insert([row]);
        this.contend(row, line);
      });
      this.on.say("Đồng nghiệp đã sửa dòng này trước bạn: hãy chọn giữ nội dung nào.");
      return true;
    }

    contend(row, line) {
      row.isGone = line === null;
      row.isTyped = true;
      row.ref = line?.ref ?? `n${editor.uuid()}`;
      row.token = line?.token ?? "";
      row.theirs = this.full(line?.cells ?? {});
      this.mark(row, "stale");
    }

    fail(request, message) {
      this.failed = request;
      this.message = message;
      for (const row of request.rows) this.mark(row, "failed");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.pump(), RETRY_AFTER);
    }

    drop(request, message) {
      this.message = message;
      for (const row of request.rows) this.mark(row, request.name === "save" ? "failed" : "saved");
      this.isBehind ||= request.name !== "save";
      return this.isBehind;
    }

    close(request, message) {
      this.fail(request, message);
      clearTimeout(this.timer);
      this.closed = message;
    }

    // --- What colleagues do ---

    get isBusy() {
      return Boolean(this.waiting || this.acts.length || this.failed);
    }

    async poll() {
      if (this.isBusy || this.closed) return;
      const url = `${this.data.url}?stamp=${this.isBehind ? "" : this.stamp}`;
      try {
        const response = await fetch(url, { headers: { Accept: "application/json" } });
        if (!response.ok || response.redirected) return;
        const answer = await response.json();
        if (!this.isBusy) this.merge(answer);
      } catch {
        // The next save tells that there is no connection.
      }
    }

    merge({ stamp, rows, refusal, csrf }) {
      if (refusal) this.closed = this.message = refusal;
      if (rows) {
        Object.assign(this, { csrf, stamp, isBehind: false });
        const changed = this.mergeRows(rows);
        if (changed.length) this.on.others(changed);
      }
      this.on.status();
    }

    mergeRows(lines) {
      const byRef = new Map(this.rows.map((row) => [row.ref, row]));
      const changed = [];
      const merged = lines.map((line) => {
        const row = byRef.get(line.ref) ?? this.fromLine(line);
        byRef.delete(line.ref);
        if (!this.rows.includes(row)) changed.push(row);
        else if (row.state === "saved" && row.token !== line.token) {
          this.apply(row, line);
          changed.push(row);
        }
        return row;
      });
      for (const row of byRef.values()) {
        if (row.state !== "saved" || row.isTyped) this.keep(merged, row);
        else changed.push(row);
      }
      const isMoved = !same(merged.map((row) => row.ref), this.rows.map((row) => row.ref));
      this.rows = merged;
      if (isMoved) this.on.order();
      return changed;
    }

    // A row that only this page knows stays under the row above it.
    keep(rows, row) {
      const above = this.rows[this.rows.indexOf(row) - 1];
      rows.splice(rows.indexOf(above) + 1, 0, row);
    }
  };
})();
